SELECT CASE WHEN pg_is_in_recovery() THEN pg_is_wal_replay_paused() ELSE false END,
       coalesce(pg_last_wal_replay_lsn()::text, '0/0')
