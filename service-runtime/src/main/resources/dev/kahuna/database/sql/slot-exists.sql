SELECT count(*) > 0 FROM pg_replication_slots WHERE slot_name = ?
