SELECT format('%s.%I', c.oid::regclass, a.attname),
       'TABLE ' || c.oid::regclass::text, '',
       format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', c.oid::regclass, a.attname), '',
       format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', c.oid::regclass, a.attname)
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
  AND c.relkind IN ('r', 'p')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid, a.attnum
