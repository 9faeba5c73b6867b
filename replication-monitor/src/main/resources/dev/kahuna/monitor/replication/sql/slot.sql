-- On the promoted replica: the slot and its walsender. wal_status exists from Postgres 13 on, so it
-- is asked for by name.
SELECT slot.active,
       COALESCE(slot.confirmed_flush_lsn::text, '0/0') AS confirmed,
       COALESCE(to_jsonb(slot) ->> 'wal_status', '') AS wal_status,
       COALESCE(pg_wal_lsn_diff(pg_current_wal_lsn(), slot.restart_lsn), 0)::bigint AS retained,
       COALESCE(sender.state, 'none') AS walsender,
       COALESCE(sender.sent_lsn::text, '0/0') AS sent
FROM pg_replication_slots AS slot
LEFT JOIN pg_stat_replication AS sender ON sender.pid = slot.active_pid
WHERE slot.slot_name = ?
