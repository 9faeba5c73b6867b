-- Without those that a partition has from its parent. Up to 10 a trigger executes a procedure, from 11 a function.
SELECT format('%s %I', c.oid::regclass, g.tgname), 'TABLE ' || c.oid::regclass::text,
       replace(pg_get_triggerdef(g.oid), ' EXECUTE PROCEDURE ', ' EXECUTE FUNCTION ') || ' ' || g.tgenabled::text,
       replace(pg_get_triggerdef(g.oid), ' EXECUTE FUNCTION ', ' EXECUTE PROCEDURE ')
         || CASE g.tgenabled WHEN 'O' THEN '' ELSE
              format('; ALTER TABLE %s %s TRIGGER %I', c.oid::regclass,
                CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,
                g.tgname) END,
       '',
       format('DROP TRIGGER %I ON %s', g.tgname, c.oid::regclass)
FROM pg_trigger g
JOIN pg_class c ON c.oid = g.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal
  AND coalesce(to_jsonb(g) ->> 'tgparentid', '0') = '0'
  AND c.relkind IN ('r', 'p', 'v')
  AND c.relpersistence <> 't'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY g.oid
