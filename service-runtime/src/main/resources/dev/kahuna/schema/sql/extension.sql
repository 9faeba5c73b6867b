-- Without amcheck, which Kahuna makes on the replica to look at indexes; Heroku's owner can't make it.
SELECT format('%I', e.extname), '', n.nspname,
       format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I CASCADE', e.extname, n.nspname),
       format('ALTER EXTENSION %I SET SCHEMA %I', e.extname, n.nspname),
       format('DROP EXTENSION %I', e.extname)
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname NOT IN ('plpgsql', 'amcheck') AND n.nspname <> 'kahuna'
ORDER BY 1
