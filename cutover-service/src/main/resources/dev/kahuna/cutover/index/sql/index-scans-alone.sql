-- Makes the planner read a table in the order of an index, or not at all; rows that a policy hides
-- become an error.
SELECT set_config(name, CASE vartype WHEN 'bool' THEN 'off' ELSE '0' END, false)
FROM pg_settings
WHERE name IN ('enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'enable_incremental_sort', 'jit', 'row_security',
               'max_parallel_workers_per_gather')
