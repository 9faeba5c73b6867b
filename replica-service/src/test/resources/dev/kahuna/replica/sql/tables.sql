SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname !~ '^pg_' AND schemaname NOT IN ('information_schema', 'kahuna')
ORDER BY 1
