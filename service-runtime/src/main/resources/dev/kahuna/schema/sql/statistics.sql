SELECT format('%I.%I', n.nspname, s.stxname), 'TABLE ' || s.stxrelid::regclass::text,
       pg_get_statisticsobjdef(s.oid), pg_get_statisticsobjdef(s.oid), '',
       format('DROP STATISTICS %I.%I', n.nspname, s.stxname)
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
ORDER BY s.oid
