SELECT pg_drop_replication_slot(slot_name)
FROM pg_replication_slots
WHERE slot_name IN ('kahuna', 'kahuna_standby') AND active_pid IS NULL
