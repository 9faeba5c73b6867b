-- On what is the app's. Heroku comments on the schema public, and extensions bring comments of their own.
SELECT x.type || ' ' || replace(x.identity, '"pg_catalog".', ''), '', x.description,
       format('COMMENT ON %s %s IS %L', x.word, x.identity, x.description),
       format('COMMENT ON %s %s IS %L', x.word, x.identity, x.description),
       format('COMMENT ON %s %s IS NULL', x.word, x.identity)
FROM (
  SELECT i.type, i.identity, d.description,
         CASE
           WHEN i.type LIKE '% column' THEN 'COLUMN'
           WHEN i.type = 'table constraint' THEN 'CONSTRAINT'
           ELSE upper(i.type)
         END AS word
  FROM pg_description d
  CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
  WHERE d.classoid IN (
      'pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_constraint'::regclass,
      'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass, 'pg_namespace'::regclass)
    AND i.type NOT IN ('toast table', 'domain constraint')
    AND coalesce(i.schema, i.name, i.identity) !~ '^"?pg_'
    AND coalesce(i.schema, '') !~ '^"?(information_schema|kahuna|_heroku)"?$'
    AND i.identity !~ '^"?(public|kahuna|_heroku|information_schema)"?$'
    AND i.identity !~ ' on "?(pg_catalog|information_schema|kahuna|_heroku)"?\.'
    AND NOT EXISTS (
      SELECT FROM pg_depend e
      WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.deptype = 'e')) x
ORDER BY 1
