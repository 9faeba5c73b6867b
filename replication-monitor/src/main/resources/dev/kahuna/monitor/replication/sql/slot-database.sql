-- On the promoted replica: which database the slot decodes.
SELECT database FROM pg_replication_slots WHERE slot_name = ?
