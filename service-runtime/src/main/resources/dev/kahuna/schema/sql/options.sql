-- Storage parameters of tables; those of views and indexes are in their definitions.
SELECT c.oid::regclass::text, 'TABLE ' || c.oid::regclass::text,
       array_to_string(c.reloptions, ', '),
       format('ALTER TABLE %s SET (%s)', c.oid::regclass, array_to_string(c.reloptions, ', ')),
       format('ALTER TABLE %s SET (%s)', c.oid::regclass, array_to_string(c.reloptions, ', ')),
       format('ALTER TABLE %s RESET (%s)', c.oid::regclass,
         (SELECT string_agg(split_part(o, '=', 1), ', ') FROM unnest(c.reloptions) AS o))
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.reloptions IS NOT NULL AND c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.oid
