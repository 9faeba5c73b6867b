-- What is seldom made: only whether it is there. Its statements are in pg_dump's output.
SELECT i.type || ' ' || replace(i.identity, '"pg_catalog".', ''), '', '', '', '', ''
FROM (
  SELECT 'pg_proc'::regclass::oid AS class, aggfnoid::oid AS object FROM pg_aggregate
  UNION ALL SELECT 'pg_operator'::regclass, oid FROM pg_operator
  UNION ALL SELECT 'pg_opclass'::regclass, oid FROM pg_opclass
  UNION ALL SELECT 'pg_opfamily'::regclass, oid FROM pg_opfamily
  UNION ALL SELECT 'pg_cast'::regclass, oid FROM pg_cast
  UNION ALL SELECT 'pg_collation'::regclass, oid FROM pg_collation
  UNION ALL SELECT 'pg_conversion'::regclass, oid FROM pg_conversion
  UNION ALL SELECT 'pg_ts_config'::regclass, oid FROM pg_ts_config
  UNION ALL SELECT 'pg_ts_dict'::regclass, oid FROM pg_ts_dict
  UNION ALL SELECT 'pg_ts_parser'::regclass, oid FROM pg_ts_parser
  UNION ALL SELECT 'pg_ts_template'::regclass, oid FROM pg_ts_template
  UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper
  UNION ALL SELECT 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
  UNION ALL SELECT 'pg_language'::regclass, oid FROM pg_language
  UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typtype = 'b' AND typelem = 0
  UNION ALL SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relkind = 'f') o
CROSS JOIN LATERAL pg_identify_object(o.class, o.object, 0) i
WHERE o.object >= 16384
  AND coalesce(i.schema, '') !~ '^"?pg_'
  AND coalesce(i.schema, '') !~ '^"?(information_schema|kahuna|_heroku)"?$'
  AND NOT EXISTS (
    SELECT FROM pg_depend e WHERE e.classid = o.class AND e.objid = o.object AND e.deptype = 'e')
ORDER BY 1
