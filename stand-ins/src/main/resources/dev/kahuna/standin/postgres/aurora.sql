-- The roles of a new cluster: the master user is a member of rds_superuser and no superuser.
CREATE ROLE rdsadmin SUPERUSER NOLOGIN;
CREATE ROLE rds_superuser NOLOGIN;
CREATE ROLE rds_replication NOLOGIN;
CREATE ROLE rds_password NOLOGIN;
GRANT pg_monitor, pg_signal_backend, rds_replication, rds_password TO rds_superuser WITH ADMIN OPTION;
-- Amazon's Postgres lets members of rds_replication make slots; here the attribute has to.
CREATE ROLE ":master" LOGIN CREATEDB CREATEROLE REPLICATION PASSWORD ':password';
GRANT rds_superuser TO ":master" WITH ADMIN OPTION;
