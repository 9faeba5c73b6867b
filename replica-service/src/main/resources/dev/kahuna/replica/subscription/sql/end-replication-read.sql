-- Following changes requires no right to read tables.
DO $$
DECLARE
  name text;
BEGIN
  ALTER ROLE kahuna_replication NOBYPASSRLS;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_read_all_data') THEN
    REVOKE pg_read_all_data FROM kahuna_replication;
  ELSE
    FOR name IN SELECT DISTINCT schemaname FROM pg_publication_tables WHERE pubname = 'kahuna' LOOP
      EXECUTE format('REVOKE SELECT ON ALL TABLES IN SCHEMA %I FROM kahuna_replication', name);
      EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM kahuna_replication', name);
    END LOOP;
  END IF;
END
$$
