-- A server that was started with a position at which replay stops can't pass it. Up to 11 it does not show that.
SELECT pg_is_in_recovery(),
       CASE WHEN pg_is_in_recovery()
         THEN pg_is_wal_replay_paused()
           OR coalesce(current_setting('recovery_target_lsn', true), '') <> ''
         ELSE false END,
       coalesce(pg_last_wal_replay_lsn()::text, '0/0')
