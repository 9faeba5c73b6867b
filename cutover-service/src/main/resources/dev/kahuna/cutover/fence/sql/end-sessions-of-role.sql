-- OFFSET 0: the planner must not end a session before it knows that it is the role's.
SELECT other.pid, pg_terminate_backend(other.pid)
FROM (
  SELECT pid
  FROM pg_stat_activity
  WHERE usename = current_setting('kahuna.role')
    AND pid <> pg_backend_pid()
  OFFSET 0
) AS other
