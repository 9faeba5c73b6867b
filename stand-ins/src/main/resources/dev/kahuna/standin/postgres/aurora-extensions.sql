-- What an extension makes belongs to rdsadmin, who is Amazon's superuser and whom nobody may act as. In template1, so
-- that each database has it.
CREATE FUNCTION pg_catalog.rds_own_extension() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS '
DECLARE made regclass
; BEGIN
  FOR made IN
    SELECT c.oid
    FROM pg_event_trigger_ddl_commands() d
    JOIN pg_depend m ON m.refclassid = d.classid AND m.refobjid = d.objid AND m.deptype = ''e''
    JOIN pg_class c ON m.classid = ''pg_class''::regclass AND c.oid = m.objid
    WHERE d.classid = ''pg_extension''::regclass
      AND (c.relkind IN (''r'', ''p'', ''v'', ''m'', ''f'')
        OR c.relkind = ''S'' AND NOT EXISTS (
          SELECT FROM pg_depend o WHERE o.classid = ''pg_class''::regclass AND o.objid = c.oid AND o.deptype IN (''a'', ''i'')))
  LOOP
    EXECUTE format(''ALTER TABLE %s OWNER TO rdsadmin'', made)
  ; END LOOP
; END';
CREATE EVENT TRIGGER rds_own_extension ON ddl_command_end
WHEN TAG IN ('CREATE EXTENSION', 'ALTER EXTENSION') EXECUTE FUNCTION pg_catalog.rds_own_extension();
