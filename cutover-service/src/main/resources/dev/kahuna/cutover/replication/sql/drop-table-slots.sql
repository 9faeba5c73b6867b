-- A subscription that copies makes one for each table; dropped apart from its slot, it leaves them.
SELECT count(pg_drop_replication_slot(slot_name))
FROM pg_replication_slots
WHERE slot_name ~ '^pg_[0-9]+_sync_[0-9]+_' AND NOT active
