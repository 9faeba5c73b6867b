-- What to analyze for the planner: partitioned tables after their partitions.
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm')
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'kahuna')
  AND pg_has_role(c.relowner, 'USAGE')
ORDER BY c.relkind = 'p', pg_table_size(c.oid) DESC
