SELECT pg_last_wal_replay_lsn() >= ?::pg_lsn
