SELECT format('%s.%I', x.relation, x.attname), 'TABLE ' || x.relation,
       x.kind || ' ' || x.options,
       format('ALTER TABLE %1$s ALTER COLUMN %2$I SET NOT NULL; ALTER TABLE %1$s ALTER COLUMN %2$I ADD GENERATED %3$s AS IDENTITY (%4$s)',
         x.relation, x.attname, x.kind, x.options),
       format('ALTER TABLE %s ALTER COLUMN %I SET GENERATED %s', x.relation, x.attname, x.kind)
         || x.changed,
       format('ALTER TABLE %s ALTER COLUMN %I DROP IDENTITY', x.relation, x.attname)
FROM (
  SELECT c.oid, a.attnum, a.attname,
         c.oid::regclass::text AS relation,
         CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END AS kind,
         format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
           s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
           CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS options,
         format(' SET INCREMENT BY %s SET MINVALUE %s SET MAXVALUE %s SET START WITH %s SET CACHE %s SET %s',
           s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
           CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS changed
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND NOT c.relispartition
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_depend d
    ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
  JOIN pg_sequence s ON s.seqrelid = d.objid
  WHERE a.attidentity <> '' AND NOT a.attisdropped
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT EXISTS (
      SELECT FROM pg_depend e
      WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')) x
ORDER BY x.oid, x.attnum
