SELECT pg_is_in_recovery() AND pg_is_wal_replay_paused()
