-- A statement for every table that only the migration writes to: its name, and how to sum it up.
SELECT concat(n.nspname, '.', c.relname),
       format(
         'SELECT count(*) || '':'' || coalesce(md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))), '''') FROM ONLY %I.%I t',
         n.nspname, c.relname)
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'kahuna')
   AND n.nspname NOT LIKE 'pg\_toast%'
   AND n.nspname NOT LIKE 'pg\_temp%'
   AND NOT (n.nspname = 'public' AND c.relname IN ('draws', 'ticks'))
   AND c.relpersistence = 'p'
 ORDER BY 1
