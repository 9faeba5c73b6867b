-- Tables whose changed rows a subscriber finds by comparing every column, though some have a type without
-- equality: no default operator class of btree or hash, for an array none of its elements', for a composite
-- type none of a field's. That is where the apply worker looks, too.
WITH RECURSIVE compared AS (
  SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r'
    AND c.relpersistence = 'p'
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
    AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
    AND NOT EXISTS (
      SELECT
      FROM pg_index i
      WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid AND i.indimmediate)
    AND (c.relreplident = 'f' OR
\i /dev/kahuna/identity/sql/lacks-identity.sql
    )
), part AS (
  SELECT compared.oid AS relation, a.attnum, a.attname, a.atttypid AS type
  FROM compared
  JOIN pg_attribute a ON a.attrelid = compared.oid
  WHERE a.attnum > 0
    AND NOT a.attisdropped
    AND coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''
  UNION
  SELECT part.relation, part.attnum, part.attname, inner_type.oid
  FROM part
  JOIN pg_type t ON t.oid = part.type
  CROSS JOIN LATERAL (
    SELECT t.typbasetype WHERE t.typtype = 'd'
    UNION ALL
    SELECT t.typelem WHERE t.typtype = 'b' AND t.typelem <> 0 AND t.typlen = -1
    UNION ALL
    SELECT f.atttypid
    FROM pg_attribute f
    WHERE t.typtype = 'c' AND f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped
  ) AS inner_type (oid)
), unequal AS (
  SELECT DISTINCT part.relation, part.attnum, format('%I (%s)', part.attname, format_type(t.oid, NULL)) AS text
  FROM part
  JOIN pg_type t ON t.oid = part.type
  WHERE t.typtype = 'b'
    AND NOT (t.typelem <> 0 AND t.typlen = -1)
    AND NOT EXISTS (
      SELECT
      FROM pg_opclass o
      JOIN pg_am m ON m.oid = o.opcmethod
      WHERE m.amname IN ('btree', 'hash')
        AND o.opcdefault
        AND (o.opcintype = t.oid OR EXISTS (
          SELECT
          FROM pg_cast x
          WHERE x.castsource = t.oid
            AND x.casttarget = o.opcintype
            AND x.castmethod = 'b'
            AND x.castcontext = 'i')))
)
SELECT compared.name,
       string_agg(unequal.text, ', ' ORDER BY unequal.attnum),
       coalesce(max(s.n_tup_upd + s.n_tup_del), 0)
FROM unequal
JOIN compared ON compared.oid = unequal.relation
LEFT JOIN pg_stat_user_tables s ON s.relid = compared.oid
GROUP BY 1
ORDER BY 1
