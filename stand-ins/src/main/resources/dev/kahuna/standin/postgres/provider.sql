-- What Heroku keeps of its own in every customer's database.
CREATE ROLE heroku_admin SUPERUSER NOLOGIN;
CREATE SCHEMA _heroku AUTHORIZATION heroku_admin;
SET ROLE heroku_admin;
CREATE FUNCTION _heroku.look() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN END';
CREATE EVENT TRIGGER before_drop ON ddl_command_start EXECUTE PROCEDURE _heroku.look();
CREATE EVENT TRIGGER check_extension ON ddl_command_end EXECUTE PROCEDURE _heroku.look();
CREATE EVENT TRIGGER log_drop ON sql_drop EXECUTE PROCEDURE _heroku.look();
COMMENT ON EVENT TRIGGER log_drop IS 'the provider''s';
RESET ROLE;
