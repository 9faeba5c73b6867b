-- For a publication that lists its tables. The app's role, which makes tables, may not change the publication.
DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'kahuna' AND NOT puballtables) THEN
    RETURN;
  END IF;
  CREATE OR REPLACE FUNCTION kahuna.publish_table() RETURNS event_trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
  DECLARE
    unpublished regclass;
  BEGIN
    FOR unpublished IN
      SELECT DISTINCT c.oid
      FROM pg_event_trigger_ddl_commands() d
      JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass
      JOIN pg_publication p ON p.pubname = 'kahuna'
      WHERE c.relkind = 'r'
        AND c.relpersistence = 'p'
        AND NOT EXISTS (
          SELECT FROM pg_publication_rel r WHERE r.prpubid = p.oid AND r.prrelid = c.oid)
        AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
    LOOP
      EXECUTE format('ALTER PUBLICATION kahuna ADD TABLE ONLY %s', unpublished);
    END LOOP;
  END
  $body$;
  IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'kahuna_publication') THEN
    CREATE EVENT TRIGGER kahuna_publication ON ddl_command_end
      WHEN TAG IN ('CREATE SCHEMA', 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'ALTER TABLE')
      EXECUTE PROCEDURE kahuna.publish_table();
  END IF;
END
$do$
