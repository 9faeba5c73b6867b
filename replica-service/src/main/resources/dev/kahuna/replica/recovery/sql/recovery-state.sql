SELECT pg_is_in_recovery(),
       pg_last_wal_replay_lsn()::text,
       coalesce((SELECT status FROM pg_stat_wal_receiver), 'none')
