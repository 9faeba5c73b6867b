-- Empty until the slot has found its consistent point.
SELECT confirmed_flush_lsn::text
FROM pg_replication_slots
WHERE slot_name = 'kahuna' AND database = current_database()
