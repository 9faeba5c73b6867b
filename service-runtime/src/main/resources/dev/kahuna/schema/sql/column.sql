-- Columns that a table does not have from a parent. A column that was added with a default has that value in the
-- rows from before, whatever the default gives now. Up to 10 there is no attmissingval, up to 11 no attgenerated;
-- the names then find the empty ones of the outer query.
SELECT x.name, x.within, x.definition,
       format('ALTER TABLE %s ADD COLUMN %s', x.relation, x.added)
         || CASE WHEN x.missing IS NOT NULL
              THEN format(' DEFAULT %L; ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', x.missing, x.relation, x.attname)
              ELSE '' END,
       CASE WHEN x.generated <> '' THEN ''
         ELSE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s USING %I::%s',
           x.relation, x.attname, x.typed, x.attname, x.bare) END,
       format('ALTER TABLE %s DROP COLUMN %I', x.relation, x.attname)
FROM (
  SELECT c.oid, a.attnum, a.attname,
         c.oid::regclass::text AS relation,
         format('%s.%I', c.oid::regclass, a.attname) AS name,
         'TABLE ' || c.oid::regclass::text AS within,
         format_type(a.atttypid, a.atttypmod) AS bare,
         y.typed, y.generated, y.missing,
         y.typed || y.expression AS definition,
         format('%I %s%s', a.attname, y.typed, y.expression) AS added
  FROM (SELECT ''::text AS attgenerated, NULL::text AS attmissingval) older
  CROSS JOIN pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal
  JOIN pg_type t ON t.oid = a.atttypid
  CROSS JOIN LATERAL (
    SELECT attgenerated::text AS generated,
           (attmissingval::text::text[])[1] AS missing,
           concat(format_type(a.atttypid, a.atttypmod),
             CASE WHEN a.attcollation <> t.typcollation
               THEN (SELECT format(' COLLATE %I.%I', s.nspname, o.collname)
                     FROM pg_collation o JOIN pg_namespace s ON s.oid = o.collnamespace
                     WHERE o.oid = a.attcollation) END) AS typed,
           CASE WHEN attgenerated::text <> '' THEN
             (SELECT format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(f.adbin, f.adrelid),
                CASE attgenerated::text WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
              FROM pg_attrdef f WHERE f.adrelid = c.oid AND f.adnum = a.attnum)
             ELSE '' END AS expression
    FROM pg_attribute own
    WHERE own.attrelid = a.attrelid AND own.attnum = a.attnum) y
  WHERE c.relkind IN ('r', 'p')
    AND NOT c.relispartition
    AND c.relpersistence <> 't'
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) x
ORDER BY x.oid, x.attnum
