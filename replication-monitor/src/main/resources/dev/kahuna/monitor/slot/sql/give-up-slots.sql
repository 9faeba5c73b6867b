-- Ends the readers of a slot first, since a slot in use can't be dropped.
SELECT pg_terminate_backend(active_pid)
FROM pg_replication_slots
WHERE slot_name IN ('kahuna', 'kahuna_standby') AND active_pid IS NOT NULL
