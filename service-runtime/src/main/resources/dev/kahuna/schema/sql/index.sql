-- Without those of constraints, those that a partition has from its parent, and those that are not finished.
SELECT i.oid::regclass::text, 'TABLE ' || t.oid::regclass::text,
       replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON '),
       replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON '), '',
       format('DROP INDEX %s', i.oid::regclass)
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE x.indisvalid
  AND t.relkind IN ('r', 'p', 'm')
  AND t.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.oid AND o.contype IN ('p', 'u', 'x'))
  AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.oid)
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid IN (i.oid, t.oid) AND d.deptype = 'e')
ORDER BY i.oid
