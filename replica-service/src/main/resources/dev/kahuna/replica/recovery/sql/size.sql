SELECT sum(pg_database_size(oid))::bigint FROM pg_database
