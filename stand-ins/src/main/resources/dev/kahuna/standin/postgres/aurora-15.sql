-- Rights of rds_superuser that exist from 15 on.
GRANT pg_checkpoint TO rds_superuser WITH ADMIN OPTION;
GRANT SET ON PARAMETER session_replication_role TO rds_superuser;
