SELECT format('%I.%I', schemaname, tablename)
FROM pg_publication_tables
WHERE pubname = ?
ORDER BY 1
