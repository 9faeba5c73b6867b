-- On Aurora: the subscription, its apply worker and what went wrong so far. From Postgres 18 on
-- conflicts are counted by kind, in columns asked for by name.
SELECT subscription.subenabled AS enabled,
       EXISTS (SELECT FROM pg_stat_subscription AS worker
               WHERE worker.subid = subscription.oid
                 AND worker.relid IS NULL
                 AND worker.pid IS NOT NULL) AS working,
       COALESCE(stats.apply_error_count, 0) AS apply_errors,
       COALESCE((SELECT string_agg(counter.key || ' ' || counter.value, ', ')
                 FROM jsonb_each_text(to_jsonb(stats)) AS counter
                 WHERE counter.key LIKE 'confl%' AND counter.value <> '0'), '') AS conflicts
FROM pg_subscription AS subscription
LEFT JOIN pg_stat_subscription_stats AS stats ON stats.subid = subscription.oid
WHERE subscription.subname = ?
  AND subscription.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
