SELECT x.relation, 'TABLE ' || x.relation,
       concat(x.enabled, ' ', x.forced),
       format('ALTER TABLE %1$s %2$s ROW LEVEL SECURITY; ALTER TABLE %1$s %3$s ROW LEVEL SECURITY', x.relation, x.enabled, x.forced),
       format('ALTER TABLE %1$s %2$s ROW LEVEL SECURITY; ALTER TABLE %1$s %3$s ROW LEVEL SECURITY', x.relation, x.enabled, x.forced),
       format('ALTER TABLE %1$s DISABLE ROW LEVEL SECURITY; ALTER TABLE %1$s NO FORCE ROW LEVEL SECURITY', x.relation)
FROM (
  SELECT c.oid, c.oid::regclass::text AS relation,
         CASE WHEN c.relrowsecurity THEN 'ENABLE' ELSE 'DISABLE' END AS enabled,
         CASE WHEN c.relforcerowsecurity THEN 'FORCE' ELSE 'NO FORCE' END AS forced
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE (c.relrowsecurity OR c.relforcerowsecurity)
    AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) x
ORDER BY x.oid
