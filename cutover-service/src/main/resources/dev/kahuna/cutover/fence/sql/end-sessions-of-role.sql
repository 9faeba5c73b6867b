-- OFFSET 0: only these are asked to end, and none before it is known to be one of them.
SELECT other.pid, pg_terminate_backend(other.pid)
FROM (
  SELECT pid
  FROM pg_stat_activity
  WHERE usename = current_setting('kahuna.role')
    AND pid <> pg_backend_pid()
  OFFSET 0
) AS other
