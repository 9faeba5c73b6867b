SELECT coalesce(confirmed_flush_lsn, restart_lsn)::text
FROM pg_replication_slots
WHERE slot_name = 'kahuna' AND database = current_database()
