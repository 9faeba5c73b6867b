-- Every permanent table, made with its columns. Before version 12 there is no attgenerated; the name then finds
-- the empty one of the outer query.
SELECT c.oid::regclass::text, '',
       concat(
         CASE c.relpersistence WHEN 'u' THEN 'unlogged ' END,
         'table',
         CASE c.relkind WHEN 'p' THEN ' partitioned by ' || pg_get_partkeydef(c.oid) END),
       format('CREATE %sTABLE %s (%s)%s%s',
         CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END,
         c.oid::regclass,
         (SELECT string_agg(
            concat(
              format(E'\n  %I %s', a.attname, format_type(a.atttypid, a.atttypmod)),
              CASE WHEN a.attcollation <> t.typcollation
                THEN (SELECT format(' COLLATE %I.%I', s.nspname, o.collname)
                      FROM pg_collation o JOIN pg_namespace s ON s.oid = o.collnamespace
                      WHERE o.oid = a.attcollation) END,
              CASE
                WHEN g.generated <> '' THEN
                  format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(f.adbin, f.adrelid),
                    CASE g.generated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
                WHEN a.attidentity <> '' AND NOT c.relispartition THEN
                  (SELECT format(' GENERATED %s AS IDENTITY (INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s)',
                  CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                  q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
                  CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
                  FROM pg_depend d JOIN pg_sequence q ON q.seqrelid = d.objid
                  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
                    AND d.refobjsubid = a.attnum AND d.deptype = 'i')
                WHEN f.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
              END,
              CASE WHEN a.attnotnull THEN ' NOT NULL' END),
            ',' ORDER BY a.attnum)
          FROM pg_attribute a
          JOIN pg_type t ON t.oid = a.atttypid
          LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
          CROSS JOIN LATERAL (
            SELECT attgenerated::text AS generated
            FROM pg_attribute own
            WHERE own.attrelid = a.attrelid AND own.attnum = a.attnum) g
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR c.relispartition)),
         CASE WHEN NOT c.relispartition THEN
           (SELECT format(' INHERITS (%s)', string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno))
            FROM pg_inherits h WHERE h.inhrelid = c.oid HAVING count(*) > 0) END,
         CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END),
       CASE WHEN c.relkind = 'r'
         THEN format('ALTER TABLE %s SET %s', c.oid::regclass,
           CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END)
         ELSE '' END,
       format('DROP TABLE %s', c.oid::regclass)
FROM (SELECT ''::text AS attgenerated) older
CROSS JOIN pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relispartition, c.oid
