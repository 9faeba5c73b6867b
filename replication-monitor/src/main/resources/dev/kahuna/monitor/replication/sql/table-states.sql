-- On Aurora: how many of the subscription's tables are in which state.
SELECT CASE relation.srsubstate
         WHEN 'i' THEN 'initializing'
         WHEN 'd' THEN 'copying'
         WHEN 'f' THEN 'copied'
         WHEN 's' THEN 'synchronized'
         WHEN 'r' THEN 'ready'
         ELSE 'unknown'
       END AS state,
       count(*)::int AS tables
FROM pg_subscription_rel AS relation
JOIN pg_subscription AS subscription ON subscription.oid = relation.srsubid
WHERE subscription.subname = ?
  AND subscription.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY 1
