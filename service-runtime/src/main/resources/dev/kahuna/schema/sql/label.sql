-- Postgres can add a label of an enumeration, and not take one away.
SELECT format('%s %L', t.oid::regtype, l.enumlabel),
       'TYPE ' || t.oid::regtype::text, '',
       format('ALTER TYPE %s ADD VALUE IF NOT EXISTS %L%s', t.oid::regtype, l.enumlabel,
         coalesce(
           ' AFTER ' || quote_literal(lag(l.enumlabel) OVER neighbours),
           ' BEFORE ' || quote_literal(lead(l.enumlabel) OVER neighbours),
           '')),
       '', ''
FROM pg_enum l
JOIN pg_type t ON t.oid = l.enumtypid
JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
WINDOW neighbours AS (PARTITION BY t.oid ORDER BY l.enumsortorder)
ORDER BY t.oid, l.enumsortorder
