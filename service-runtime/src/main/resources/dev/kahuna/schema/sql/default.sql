-- Before version 12 there is no attgenerated; the name then finds the empty one of the outer query.
SELECT format('%s.%I', c.oid::regclass, a.attname),
       'TABLE ' || c.oid::regclass::text,
       pg_get_expr(f.adbin, f.adrelid),
       format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', c.oid::regclass, a.attname, pg_get_expr(f.adbin, f.adrelid)),
       format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', c.oid::regclass, a.attname, pg_get_expr(f.adbin, f.adrelid)),
       format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', c.oid::regclass, a.attname)
FROM (SELECT ''::text AS attgenerated) older
CROSS JOIN pg_attrdef f
JOIN pg_class c ON c.oid = f.adrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
WHERE (SELECT attgenerated::text FROM pg_attribute own
       WHERE own.attrelid = a.attrelid AND own.attnum = a.attnum) = ''
  AND c.relkind IN ('r', 'p', 'v')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid, a.attnum
