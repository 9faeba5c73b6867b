-- Without the rules that make views.
SELECT format('%s %I', c.oid::regclass, r.rulename), 'TABLE ' || c.oid::regclass::text,
       pg_get_ruledef(r.oid), pg_get_ruledef(r.oid), '',
       format('DROP RULE %I ON %s', r.rulename, c.oid::regclass)
FROM pg_rewrite r
JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN'
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY r.oid
