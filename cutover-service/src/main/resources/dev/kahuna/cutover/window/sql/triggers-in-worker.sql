-- Triggers that fire where replicated changes are applied, and whether they fire for the app as well. The worker fires
-- those for each row (1) and for TRUNCATE (32), and no others of statements. It fires no rule, whatever is enabled, for
-- it rewrites no query. A partition's trigger is left out if that of its parent says it.
SELECT format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')),
       format('"%s"', replace(g.tgname, '"', '""')),
       g.tgenabled = 'A'
FROM pg_trigger g
JOIN pg_class c ON c.oid = g.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
-- Up to 12 there is no tgparentid, and a partition's trigger is internal.
LEFT JOIN pg_trigger parent ON parent.oid::text = to_jsonb(g) ->> 'tgparentid'
WHERE g.tgenabled IN ('A', 'R')
  AND parent.tgenabled IS DISTINCT FROM g.tgenabled
  AND NOT g.tgisinternal
  AND (g.tgtype & 33) <> 0
  AND c.relkind IN ('r', 'p')
  AND c.relpersistence = 'p'
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.deptype = 'e'
      AND (d.classid = 'pg_class'::regclass AND d.objid = c.oid
        OR d.classid = 'pg_trigger'::regclass AND d.objid = g.oid))
ORDER BY 1, 2
