SELECT pg_terminate_backend(active_pid)
FROM pg_replication_slots
WHERE active AND (slot_name = ? OR slot_name ~ '^pg_[0-9]+_sync_[0-9]+_')
