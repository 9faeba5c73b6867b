-- Tables with rows whose policies bind their owner as well, quoted for every version. Without ENABLE, FORCE is
-- of no effect. A partitioned table's rows are replicated by its partitions.
SELECT format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""'))
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND c.relpersistence = 'p'
  AND c.relrowsecurity
  AND c.relforcerowsecurity
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
