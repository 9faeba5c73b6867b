SELECT pg_current_wal_lsn()::text, extract(epoch FROM clock_timestamp())::float8
