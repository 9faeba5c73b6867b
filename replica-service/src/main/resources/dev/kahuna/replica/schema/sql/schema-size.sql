-- The number of the app's tables, indexes and constraints.
SELECT count(*) FILTER (WHERE c.relkind IN ('r', 'p')),
       count(*) FILTER (WHERE c.relkind IN ('i', 'I')),
       (SELECT count(*)
        FROM pg_constraint o JOIN pg_namespace s ON s.oid = o.connamespace
        WHERE s.nspname !~ '^pg_' AND s.nspname NOT IN ('information_schema', 'kahuna'))
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna')
