-- Every table that holds rows of its own, the largest first: partitions as their leaves. A table of
-- an extension belongs to the extension; an unlogged one is empty after a promotion, and can't be read before it.
-- Columns are always quoted: the other server may reserve a word that this one does not.
SELECT n.nspname AS schema,
       c.relname AS name,
       pg_table_size(c.oid) AS bytes,
       pg_relation_size(c.oid) / current_setting('block_size')::int AS pages,
       coalesce(string_agg('"' || replace(a.attname, '"', '""') || '"', ', ' ORDER BY a.attnum), '') AS columns,
       coalesce(string_agg(format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum), '') AS types,
       -- Whether the binary form means the same on another server: types of Postgres's own that
       -- can be sent and hold no object's number, and enums, which are sent by their labels.
       coalesce(bool_and(
         b.typtype = 'e'
         OR b.oid < 16384 AND b.typsend <> 0 AND b.typname !~ '^_?(reg|aclitem)'
            AND b.typtype IN ('b', 'r', 'm')), true) AS binary,
       -- The first column of the primary key, if its order does not depend on a collation: then no
        -- index on it can be misordered.
       coalesce((
         SELECT '"' || replace(k.attname, '"', '""') || '"'
         FROM pg_index i
         JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = i.indkey[0]
         WHERE i.indrelid = c.oid AND i.indisprimary AND k.attcollation = 0
           AND k.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype,
                              'uuid'::regtype, 'date'::regtype, 'timestamp'::regtype,
                              'timestamptz'::regtype)), '') AS key
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a
  ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  -- Up to 11 there are no generated columns and no attribute that says so.
  AND coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''
LEFT JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
WHERE c.relkind = 'r'
  AND c.relpersistence = 'p'
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'kahuna')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
GROUP BY n.nspname, c.relname, c.oid
ORDER BY bytes DESC, schema, name
