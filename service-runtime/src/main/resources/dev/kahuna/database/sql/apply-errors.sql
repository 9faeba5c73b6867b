SELECT coalesce(max(apply_error_count + sync_error_count), 0)
FROM pg_stat_subscription_stats
WHERE subname = ?
