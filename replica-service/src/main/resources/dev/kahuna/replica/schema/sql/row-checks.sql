-- The CHECK constraints that call a function of the app, by name, operator or cast: those of tables where their
-- trees begin, with the comments on them in the whole tree, and those of domains.
WITH RECURSIVE own AS (
  SELECT p.oid
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
), calling AS (
  SELECT o.oid, o.conname, o.conrelid, o.contypid, o.convalidated, o.connoinherit,
         CASE WHEN o.contypid = 0 THEN 'TABLE' ELSE 'DOMAIN' END AS kind,
         n.nspname, coalesce(c.relname, t.typname) AS home
  FROM pg_constraint o
  JOIN pg_namespace n ON n.oid = o.connamespace
  LEFT JOIN pg_class c ON c.oid = o.conrelid
  LEFT JOIN pg_type t ON t.oid = o.contypid
  WHERE o.contype = 'c'
    AND o.coninhcount = 0
    AND (c.oid IS NULL OR c.relkind IN ('r', 'p') AND c.relpersistence <> 't')
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND pg_has_role(coalesce(c.relowner, t.typowner), 'USAGE')
    AND EXISTS (
      SELECT FROM pg_depend d
      LEFT JOIN pg_operator r ON d.refclassid = 'pg_operator'::regclass AND r.oid = d.refobjid
      JOIN own ON own.oid = CASE WHEN d.refclassid = 'pg_proc'::regclass THEN d.refobjid ELSE r.oprcode END
      WHERE d.classid = 'pg_constraint'::regclass AND d.objid = o.oid)
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.deptype = 'e'
        AND (d.classid = 'pg_class'::regclass AND d.objid = o.conrelid
          OR d.classid = 'pg_type'::regclass AND d.objid = o.contypid))
), tree AS (
  SELECT o.oid AS root, o.conrelid AS relation FROM calling o WHERE o.contypid = 0
  UNION
  SELECT t.root, h.inhrelid
  FROM tree t
  JOIN calling o ON o.oid = t.root AND NOT o.connoinherit
  JOIN pg_inherits h ON h.inhparent = t.relation
), named AS (
  SELECT o.*,
         format('%s "%s"."%s"', o.kind, replace(o.nspname, '"', '""'), replace(o.home, '"', '""')) AS holder,
         format('"%s"', replace(o.conname, '"', '""')) AS name
  FROM calling o
)
SELECT o.holder,
       o.name,
       pg_get_constraintdef(o.oid) || CASE WHEN o.convalidated THEN ' NOT VALID' ELSE '' END,
       o.convalidated,
       concat(
         (SELECT string_agg(
            format('COMMENT ON CONSTRAINT %s ON %s IS %L;', o.name, k.conrelid::regclass, d.description), E'\n')
          FROM tree t
          JOIN pg_constraint k ON k.conrelid = t.relation AND k.conname = o.conname AND k.contype = 'c'
          JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid
          WHERE t.root = o.oid),
         (SELECT format('COMMENT ON CONSTRAINT %s ON %s IS %L;', o.name, o.holder, d.description)
          FROM pg_description d
          WHERE d.classoid = 'pg_constraint'::regclass AND d.objoid = o.oid AND o.contypid <> 0))
FROM named o
WHERE NOT EXISTS (SELECT FROM kahuna.row_checks k WHERE k.holder = o.holder AND k.name = o.name)
ORDER BY o.oid
