SELECT p.schemaname,
       p.tablename,
       format('%I.%I', p.schemaname, p.tablename),
       pg_relation_size(c.oid)
FROM pg_publication_tables p
JOIN pg_namespace n ON n.nspname = p.schemaname
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
WHERE p.pubname = ?
ORDER BY pg_relation_size(c.oid), p.schemaname, p.tablename
