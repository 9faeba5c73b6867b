SELECT
  confirmed_flush_lsn::text,
  greatest(0, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), confirmed_flush_lsn))::bigint,
  pg_wal_lsn_diff(pg_current_wal_insert_lsn(), restart_lsn)::bigint
FROM pg_replication_slots
WHERE slot_name = ? AND restart_lsn IS NOT NULL AND coalesce(wal_status, '') <> 'lost'
