-- Every column of every permanent table, and a line without a name for a table of no columns.
-- Names are always quoted: the other server may reserve a word that this one does not.
-- Before version 12 there is no attgenerated; the name then finds the empty one of the outer query.
SELECT n.nspname,
       c.relname,
       format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')),
       pg_relation_size(c.oid),
       greatest(c.reltuples, 0)::bigint,
       coalesce(a.attname, ''),
       '"' || replace(a.attname, '"', '""') || '"',
       format_type(a.atttypid, a.atttypmod),
       a.attnotnull,
       a.attidentity::text,
       (SELECT attgenerated::text
        FROM pg_attribute own
        WHERE own.attrelid = a.attrelid AND own.attnum = a.attnum),
       coalesce(array_position(string_to_array(i.indkey::text, ' ')::int2[], a.attnum), 0),
       t.typname IN (
         'int2', 'int4', 'int8', 'oid', 'numeric', 'uuid', 'date', 'timestamp', 'timestamptz')
         OR (t.typname IN ('text', 'varchar')
           AND (SELECT l.collname IN ('C', 'POSIX')
                FROM pg_collation l
                WHERE l.oid = a.attcollation)),
       CASE WHEN t.typname IN ('float4', 'float8') THEN t.typname ELSE '' END
FROM (SELECT ''::text AS attgenerated) older
CROSS JOIN pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind IN ('r', 'p')
  AND c.relpersistence = 'p'
  AND n.nspname <> 'information_schema'
  AND n.nspname NOT LIKE 'pg\_%'
ORDER BY n.nspname, c.relname, a.attname
