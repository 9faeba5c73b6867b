-- Those of tables and of domains; without what a partition has from its parent, without the triggers of
-- constraint triggers, and without NOT NULL, which has a name of its own from 18 on.
SELECT format('%s %I', x.owner, x.conname),
       CASE WHEN x.contypid = 0 THEN 'TABLE ' || x.owner ELSE 'TYPE ' || x.owner END,
       x.definition,
       format('ALTER %s %s ADD CONSTRAINT %I %s', x.kind, x.owner, x.conname, x.definition), '',
       format('ALTER %s %s DROP CONSTRAINT %I', x.kind, x.owner, x.conname)
FROM (
  SELECT o.oid, o.contype, o.conname, o.contypid,
         CASE WHEN o.contypid = 0 THEN 'TABLE' ELSE 'DOMAIN' END AS kind,
         CASE WHEN o.contypid = 0 THEN o.conrelid::regclass::text ELSE o.contypid::regtype::text END AS owner,
         pg_get_constraintdef(o.oid) AS definition
  FROM pg_constraint o
  JOIN pg_namespace n ON n.oid = o.connamespace
  LEFT JOIN pg_class c ON c.oid = o.conrelid
  WHERE o.contype IN ('p', 'u', 'x', 'c', 'f')
    AND o.conislocal
    AND coalesce(to_jsonb(o) ->> 'conparentid', '0') = '0'
    AND (c.oid IS NULL OR c.relkind IN ('r', 'p') AND c.relpersistence <> 't')
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.deptype = 'e'
        AND (d.classid = 'pg_class'::regclass AND d.objid = o.conrelid
          OR d.classid = 'pg_type'::regclass AND d.objid = o.contypid))) x
ORDER BY CASE x.contype WHEN 'f' THEN 2 ELSE 1 END, x.oid
