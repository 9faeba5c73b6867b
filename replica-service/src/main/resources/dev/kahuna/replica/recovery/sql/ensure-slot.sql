-- A server that only replays can have physical slots too; they stay when it is promoted.
SELECT slot_name FROM pg_create_physical_replication_slot(?, true)
WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)
