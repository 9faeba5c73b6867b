SELECT format('%I.%I', p.schemaname, p.tablename)
FROM pg_publication_tables p
JOIN pg_namespace n ON n.nspname = p.schemaname
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
WHERE p.pubname = ?
  AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
ORDER BY 1
