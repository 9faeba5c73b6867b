SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), confirmed_flush_lsn)::bigint
FROM pg_replication_slots
WHERE slot_name = 'kahuna_reverse' AND coalesce(wal_status, '') <> 'lost'
