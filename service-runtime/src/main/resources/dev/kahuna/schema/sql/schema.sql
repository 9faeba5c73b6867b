SELECT format('%I', n.nspname), '', '',
       format('CREATE SCHEMA %I', n.nspname), '',
       format('DROP SCHEMA %I', n.nspname)
FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')
ORDER BY 1
