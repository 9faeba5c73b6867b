-- Once published, a table without replica identity refuses UPDATE and DELETE, in the live app.
DO $$
DECLARE
  unidentified regclass;
BEGIN
  FOR unidentified IN
    SELECT c.oid::regclass
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
      AND c.relpersistence = 'p'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND
\i /dev/kahuna/identity/sql/lacks-identity.sql
  LOOP
    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', unidentified);
  END LOOP;
END
$$
