-- Rights of rds_superuser that exist from 16 on.
GRANT pg_create_subscription, pg_use_reserved_connections TO rds_superuser WITH ADMIN OPTION;
