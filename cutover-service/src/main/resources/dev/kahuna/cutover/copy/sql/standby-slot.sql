SELECT active FROM pg_replication_slots WHERE slot_name = ?
