-- What Heroku gives the owner of a database: no superuser, no replication, no CREATEROLE.
CREATE ROLE ":owner" LOGIN PASSWORD ':password';
GRANT pg_monitor, pg_read_all_settings, pg_read_all_stats, pg_signal_backend TO ":owner";
CREATE DATABASE ":database" OWNER ":owner";
REVOKE CONNECT, TEMPORARY ON DATABASE ":database" FROM PUBLIC;
