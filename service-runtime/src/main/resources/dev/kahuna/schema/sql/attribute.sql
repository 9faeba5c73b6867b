-- The attributes of composite types.
SELECT format('%s.%I', t.oid::regtype, a.attname),
       'TYPE ' || t.oid::regtype::text,
       format_type(a.atttypid, a.atttypmod),
       format('ALTER TYPE %s ADD ATTRIBUTE %I %s', t.oid::regtype, a.attname, format_type(a.atttypid, a.atttypmod)),
       format('ALTER TYPE %s ALTER ATTRIBUTE %I TYPE %s', t.oid::regtype, a.attname, format_type(a.atttypid, a.atttypmod)),
       format('ALTER TYPE %s DROP ATTRIBUTE %I', t.oid::regtype, a.attname)
FROM pg_type t
JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY t.oid, a.attnum
