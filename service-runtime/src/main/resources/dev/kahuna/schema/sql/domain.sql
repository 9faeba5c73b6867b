-- What a domain demands besides its type: its default, and that there be a value.
SELECT t.oid::regtype::text, '',
       concat(CASE WHEN t.typnotnull THEN 'NOT NULL ' END, 'DEFAULT ' || x.value),
       format('ALTER DOMAIN %1$s %2$s; ALTER DOMAIN %1$s %3$s', t.oid::regtype,
         CASE WHEN t.typnotnull THEN 'SET NOT NULL' ELSE 'DROP NOT NULL' END,
         coalesce('SET DEFAULT ' || x.value, 'DROP DEFAULT')),
       format('ALTER DOMAIN %1$s %2$s; ALTER DOMAIN %1$s %3$s', t.oid::regtype,
         CASE WHEN t.typnotnull THEN 'SET NOT NULL' ELSE 'DROP NOT NULL' END,
         coalesce('SET DEFAULT ' || x.value, 'DROP DEFAULT')),
       format('ALTER DOMAIN %1$s DROP NOT NULL; ALTER DOMAIN %1$s DROP DEFAULT', t.oid::regtype)
FROM pg_type t
CROSS JOIN LATERAL (SELECT pg_get_expr(t.typdefaultbin, 'pg_type'::regclass) AS value) x
JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'd'
  AND (t.typnotnull OR x.value IS NOT NULL)
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
ORDER BY t.oid
