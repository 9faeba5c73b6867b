-- The libraries that functions of the database come from, each with an extension that needs it.
SELECT p.probin, coalesce(min(e.extname::text), min(p.proname::text))
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang AND l.lanname = 'c'
LEFT JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
LEFT JOIN pg_extension e ON e.oid = d.refobjid
WHERE p.probin IS NOT NULL
GROUP BY p.probin
ORDER BY p.probin
