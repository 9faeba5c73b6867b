-- Tables with rows of the app that a publication leaves out. A partitioned table has no rows of its own, and
-- those of an extension are the extension's. Names are always quoted: their statements may be run on either server.
SELECT
  format('"%s"', replace(n.nspname, '"', '""')),
  format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')),
  c.relreplident = 'f'
    OR EXISTS (
      SELECT
      FROM pg_index i
      WHERE i.indrelid = c.oid
        AND i.indisvalid
        AND ((c.relreplident = 'd' AND i.indisprimary AND i.indimmediate)
          OR (c.relreplident = 'i' AND i.indisreplident)))
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r'
  AND c.relpersistence = 'p'
  AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname NOT IN ('information_schema', 'kahuna')
  AND NOT EXISTS (
    SELECT
    FROM pg_publication_tables p
    WHERE p.pubname = ? AND p.schemaname = n.nspname AND p.tablename = c.relname)
  AND NOT EXISTS (
    SELECT
    FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2
