-- The WAL that Kahuna's slots keep on the replica. Columns that came with Postgres 13 are asked for by name;
-- safe_wal_size is null where nothing limits what slots may keep.
SELECT slot_name::text, COALESCE(to_jsonb(slot) ->> 'wal_status', ''),
       COALESCE(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint,
       (to_jsonb(slot) ->> 'safe_wal_size')::bigint
FROM pg_replication_slots AS slot
WHERE slot_name IN ('kahuna', 'kahuna_standby')
