SELECT c.oid::regclass::text, '',
       pg_get_viewdef(c.oid),
       format('CREATE MATERIALIZED VIEW %s%s AS %s', c.oid::regclass,
         coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', ''), pg_get_viewdef(c.oid)), '',
       format('DROP MATERIALIZED VIEW %s', c.oid::regclass)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'm'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid
