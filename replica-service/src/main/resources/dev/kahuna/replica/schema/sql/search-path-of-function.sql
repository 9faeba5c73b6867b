-- What gives the app's functions of that name the schemas in which they and the extensions are.
SELECT format('ALTER %s %I.%I(%s) SET search_path = %s',
         CASE to_jsonb(p) ->> 'prokind' WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
         n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
         (SELECT string_agg(quote_ident(s.nspname), ', ' ORDER BY s.nth)
          FROM (
            SELECT x.nspname, min(x.nth) AS nth
            FROM (
              SELECT n.nspname, 1 AS nth
              UNION ALL
              SELECT h.nspname, 2
              FROM pg_extension e
              JOIN pg_namespace h ON h.oid = e.extnamespace
              WHERE h.nspname <> 'pg_catalog') x
            GROUP BY x.nspname) s))
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.proname = ?
  AND p.proconfig IS NULL
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
ORDER BY p.oid
