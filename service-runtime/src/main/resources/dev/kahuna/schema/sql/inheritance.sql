SELECT format('%s %s', c.oid::regclass, p.oid::regclass), 'TABLE ' || c.oid::regclass::text, '',
       format('ALTER TABLE %s INHERIT %s', c.oid::regclass, p.oid::regclass), '',
       format('ALTER TABLE %s NO INHERIT %s', c.oid::regclass, p.oid::regclass)
FROM pg_inherits h
JOIN pg_class c ON c.oid = h.inhrelid
JOIN pg_class p ON p.oid = h.inhparent
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT c.relispartition AND c.relkind = 'r'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
ORDER BY c.oid, h.inhseqno
