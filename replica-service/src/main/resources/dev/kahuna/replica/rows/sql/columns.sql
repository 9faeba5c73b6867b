-- Every column of every permanent table, and a line without a column for each table.
SELECT format('%I.%I', n.nspname, c.relname),
       coalesce(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), '')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT attname, atttypid, atttypmod
  FROM pg_attribute
  WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT NULL, NULL, NULL) a
WHERE c.relkind IN ('r', 'p')
  AND c.relpersistence = 'p'
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'kahuna')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
