SELECT s.subenabled AS enabled, coalesce(t.sync_error_count, 0) AS failures
FROM pg_subscription s
JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
LEFT JOIN pg_stat_subscription_stats t ON t.subid = s.oid
WHERE s.subname = ?
