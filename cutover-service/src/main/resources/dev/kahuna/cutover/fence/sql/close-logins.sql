-- A read-only default can be overridden by a session; a role that may not log in cannot have one.
-- The mark records which roles to open again. Kahuna's replication continues.
DO $$
DECLARE
  role name;
BEGIN
  FOR role IN
    SELECT rolname FROM pg_roles
    WHERE rolcanlogin AND NOT rolsuper AND rolname <> 'kahuna_replication'
  LOOP
    EXECUTE format('ALTER ROLE %I SET kahuna.fenced = ''yes''', role);
    EXECUTE format('ALTER ROLE %I NOLOGIN', role);
  END LOOP;
END
$$
