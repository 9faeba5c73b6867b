-- What the subscription copies, the largest first: partitions as their leaves.
SELECT c.oid::regclass::text AS name,
       pg_table_size(c.oid) AS bytes,
       greatest(c.reltuples, 0)::bigint AS rows
FROM pg_publication_tables t
JOIN pg_namespace n ON n.nspname = t.schemaname
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.tablename
WHERE t.pubname = ? AND n.nspname <> 'kahuna'
ORDER BY bytes DESC, name
