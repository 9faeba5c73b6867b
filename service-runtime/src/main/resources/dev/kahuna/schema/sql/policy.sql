SELECT format('%s %I', x.relation, x.polname), 'TABLE ' || x.relation,
       x.definition,
       format('CREATE POLICY %I ON %s %s', x.polname, x.relation, x.definition), '',
       format('DROP POLICY %I ON %s', x.polname, x.relation)
FROM (
  SELECT p.oid, p.polname, c.oid::regclass::text AS relation,
         concat(
           CASE WHEN p.polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END,
           CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
             WHEN 'd' THEN ' FOR DELETE' ELSE ' FOR ALL' END,
           ' TO ' || (
             SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', '
               ORDER BY pg_get_userbyid(role))
             FROM unnest(p.polroles) AS role),
           ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
           ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS definition
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) x
ORDER BY x.oid
