SELECT format('%s %s %s', c.relkind, n.nspname, c.relname) AS object
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna')
UNION ALL
SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype <> 'n'
  AND connamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'Odd Names'))
UNION ALL
SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1
