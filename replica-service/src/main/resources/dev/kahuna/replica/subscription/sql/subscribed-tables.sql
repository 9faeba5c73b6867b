-- The progress of the subscription's workers. Only the worker's own role can see which table it copies.
SELECT c.oid::regclass::text AS name,
       r.srsubstate AS state,
       coalesce(p.tuples_processed, 0) AS passed,
       coalesce(pg_stat_get_live_tuples(c.oid), 0) AS rows,
       pg_table_size(c.oid) AS bytes
FROM pg_subscription s
JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
JOIN pg_subscription_rel r ON r.srsubid = s.oid
JOIN pg_class c ON c.oid = r.srrelid
LEFT JOIN pg_stat_progress_copy p ON p.datid = d.oid AND p.relid = c.oid
WHERE s.subname = ? AND c.relnamespace <> 'kahuna'::regnamespace
