-- For the subscription's own copy, which reads with this role's rights. Without BYPASSRLS it would silently
-- leave out rows that row security hides.
DO $$
DECLARE
  name text;
BEGIN
  ALTER ROLE kahuna_replication BYPASSRLS;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_read_all_data') THEN
    GRANT pg_read_all_data TO kahuna_replication;
  ELSE
    -- Up to 13.
    FOR name IN SELECT DISTINCT schemaname FROM pg_publication_tables WHERE pubname = 'kahuna' LOOP
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO kahuna_replication', name);
      EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO kahuna_replication', name);
    END LOOP;
  END IF;
END
$$
