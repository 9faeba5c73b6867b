-- Sessions of superusers and of Kahuna itself are left alone. A session that began after the given
-- time has been read-only from its start. OFFSET 0: the planner must not end a session before it
-- knows that it is one of these.
SELECT other.pid, pg_terminate_backend(other.pid)
FROM (
  SELECT a.pid
  FROM pg_stat_activity a
  JOIN pg_roles r ON r.oid = a.usesysid
  WHERE a.datname = current_database()
    AND a.pid <> pg_backend_pid()
    AND coalesce(a.backend_type, 'client backend') = 'client backend'
    AND NOT r.rolsuper
    AND coalesce(a.application_name, '') NOT LIKE 'kahuna-%'
    AND a.backend_start <= ?
  OFFSET 0
) AS other
