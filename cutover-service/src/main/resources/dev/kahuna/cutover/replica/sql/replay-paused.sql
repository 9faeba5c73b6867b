SELECT pg_is_wal_replay_paused()
