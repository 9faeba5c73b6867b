-- On the promoted replica: where its WAL ends, by its own clock.
SELECT pg_current_wal_lsn()::text AS lsn, clock_timestamp() AS at
