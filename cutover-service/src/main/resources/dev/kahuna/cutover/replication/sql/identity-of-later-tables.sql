-- The publication is of all tables, so one that the app makes later without a key, or whose key it drops,
-- would refuse UPDATE and DELETE from then on.
DO $do$
BEGIN
  CREATE OR REPLACE FUNCTION kahuna.give_identity() RETURNS event_trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
  DECLARE
    unidentified regclass;
  BEGIN
    FOR unidentified IN
      SELECT DISTINCT c.oid
      FROM pg_event_trigger_ddl_commands() d
      JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass
      WHERE c.relkind IN ('r', 'p')
        AND c.relpersistence = 'p'
        AND
\i /dev/kahuna/identity/sql/lacks-identity.sql
    LOOP
      EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', unidentified);
    END LOOP;
  END
  $body$;
  IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'kahuna_identity') THEN
    CREATE EVENT TRIGGER kahuna_identity ON ddl_command_end
      WHEN TAG IN ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE')
      EXECUTE PROCEDURE kahuna.give_identity();
  END IF;
END
$do$
