-- Every materialized view, in the order in which they were made, and whether it can be refreshed while it is read.
SELECT format('%I.%I', n.nspname, c.relname),
       c.relispopulated AND EXISTS (
         SELECT
         FROM pg_index x
         WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indimmediate
           AND x.indpred IS NULL AND x.indexprs IS NULL)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'm'
ORDER BY c.oid
