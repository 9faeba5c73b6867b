-- Kind and name of what a database uses that not every server offers, or that logical replication leaves
-- out. Types are Postgres's own that columns have; arrays are listed by their element type.
WITH tables AS (
  SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relpersistence, c.relacl,
         coalesce((to_jsonb(c) ->> 'relhasoids')::boolean, false) AS has_oids
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p')
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'kahuna')
    AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
), others AS (
  SELECT r.oid, r.rolname::text AS name
  FROM pg_roles r
  JOIN pg_database d ON d.datname = current_database() AND d.datdba <> r.oid
  WHERE NOT r.rolsuper AND r.rolname !~ '^(pg|kahuna)_'
)
SELECT 'extension', extname::text FROM pg_extension WHERE extname <> 'plpgsql'
UNION
SELECT 'type', coalesce(e.typname, t.typname)::text
FROM tables
JOIN pg_attribute a ON a.attrelid = tables.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typlen = -1
WHERE coalesce(e.oid, t.oid) < 16384
UNION
SELECT 'table with OIDs', name FROM tables WHERE has_oids
UNION
SELECT 'unlogged table', name FROM tables WHERE relpersistence = 'u'
UNION
SELECT 'role of a policy', others.name
FROM pg_policy p
JOIN others ON others.oid = ANY (p.polroles)
UNION
SELECT 'role with privileges', others.name
FROM tables
CROSS JOIN LATERAL aclexplode(tables.relacl) a
JOIN others ON others.oid = a.grantee
UNION
SELECT 'foreign server', quote_ident(srvname) FROM pg_foreign_server
UNION
SELECT 'large objects', count(*)::text FROM pg_largeobject_metadata HAVING count(*) > 0
ORDER BY 1, 2
