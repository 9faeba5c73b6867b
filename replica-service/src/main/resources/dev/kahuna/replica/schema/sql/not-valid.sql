-- Which of these CHECK constraints this server does not have, or has not validated.
SELECT w.holder, w.name
FROM unnest(?::text[], ?::text[]) AS w (holder, name)
WHERE NOT EXISTS (
  SELECT FROM pg_constraint o
  JOIN pg_namespace n ON n.oid = o.connamespace
  LEFT JOIN pg_class c ON c.oid = o.conrelid
  LEFT JOIN pg_type t ON t.oid = o.contypid
  WHERE o.contype = 'c'
    AND o.convalidated
    AND w.name = format('"%s"', replace(o.conname, '"', '""'))
    AND w.holder = format('%s "%s"."%s"', CASE WHEN o.contypid = 0 THEN 'TABLE' ELSE 'DOMAIN' END,
      replace(n.nspname, '"', '""'), replace(coalesce(c.relname, t.typname), '"', '""')))
