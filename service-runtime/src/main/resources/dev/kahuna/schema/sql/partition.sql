SELECT c.oid::regclass::text, 'TABLE ' || c.oid::regclass::text,
       format('%s %s', p.oid::regclass, pg_get_expr(c.relpartbound, c.oid)),
       format('ALTER TABLE %s ATTACH PARTITION %s %s', p.oid::regclass, c.oid::regclass, pg_get_expr(c.relpartbound, c.oid)),
       '',
       format('ALTER TABLE %s DETACH PARTITION %s', p.oid::regclass, c.oid::regclass)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_inherits h ON h.inhrelid = c.oid
JOIN pg_class p ON p.oid = h.inhparent
WHERE c.relispartition AND c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
ORDER BY c.oid
