SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)::bigint
FROM pg_replication_slots
WHERE slot_name = ? AND restart_lsn IS NOT NULL
