-- On replica and standby: how far the WAL of Heroku's database has been replayed. A server that
-- was restarted after its promotion no longer knows.
SELECT pg_is_in_recovery() AS in_recovery,
       COALESCE(pg_last_wal_replay_lsn()::text, '0/0') AS lsn,
       pg_last_xact_replay_timestamp() AS last_commit_at
