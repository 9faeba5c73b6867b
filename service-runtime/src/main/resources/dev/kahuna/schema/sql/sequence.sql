-- Without the sequences of identity columns, which belong to their columns.
SELECT x.name, '', x.options,
       format('CREATE SEQUENCE %s %s', x.name, x.options),
       format('ALTER SEQUENCE %s %s', x.name, x.options),
       format('DROP SEQUENCE %s', x.name)
FROM (
  SELECT c.oid,
         c.oid::regclass::text AS name,
         format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
           s.seqtypid::regtype, s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
           CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS options
  FROM pg_sequence s
  JOIN pg_class c ON c.oid = s.seqrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relpersistence <> 't'
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))) x
ORDER BY x.oid
