-- Splits the table into ranges with about the same number of rows.
SELECT bound
FROM pg_stats,
     unnest(histogram_bounds::text::text[]) WITH ORDINALITY AS h (bound, n)
WHERE schemaname = ? AND tablename = ? AND '"' || replace(attname, '"', '""') || '"' = ? AND NOT inherited
ORDER BY n
