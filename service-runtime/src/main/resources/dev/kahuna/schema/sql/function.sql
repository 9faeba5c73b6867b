-- Functions, procedures and window functions. Up to 10 there is no prokind but proisagg.
SELECT p.oid::regprocedure::text, '',
       pg_get_functiondef(p.oid), pg_get_functiondef(p.oid), pg_get_functiondef(p.oid),
       format('DROP %s %s',
         CASE to_jsonb(p) ->> 'prokind' WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure)
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (SELECT FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
ORDER BY p.oid
