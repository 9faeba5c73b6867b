-- Every index of the app with its size on disk, under the name that pg_dump uses for it or for its
-- constraint.
SELECT n.nspname,
       coalesce(t.relname || ' ' || o.conname, i.relname),
       pg_relation_size(i.oid)
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = i.relnamespace
LEFT JOIN pg_constraint o ON o.conindid = i.oid AND o.conrelid = t.oid AND o.contype IN ('p', 'u', 'x')
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna')
