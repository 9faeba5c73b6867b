-- Indexes that depend on a collation, with their definition: a row for each key, the keys of an
-- index together and in order. Hash and SP-GiST indexes over text sort by bytes, and so do keys of
-- text_pattern_ops and the like, whatever their collation. Only keys count, not columns that are
-- merely included. The provider b is Postgres itself, whose order changes with no library.
WITH keys AS (
  SELECT x.indexrelid, x.indrelid, x.indpred, k.place,
         pg_get_indexdef(x.indexrelid, k.place, true) AS key,
         x.indoption[k.place - 1] AS option,
         o.opcname LIKE '%pattern\_ops' AS bytewise,
         CASE WHEN c.oid IS NOT NULL THEN format('%I.%I', cn.nspname, c.collname) END AS collation,
         coalesce(
           CASE c.collprovider
             WHEN 'd' THEN
               CASE coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')
                 WHEN 'c' THEN d.datcollate IN ('C', 'POSIX')
                 ELSE to_jsonb(d) ->> 'datlocprovider' = 'b'
               END
             WHEN 'c' THEN c.collcollate IN ('C', 'POSIX')
             ELSE c.collprovider = 'b'
           END, false) AS plain
  FROM pg_index x
  CROSS JOIN LATERAL generate_series(
    1, coalesce((to_jsonb(x) ->> 'indnkeyatts')::int, x.indnatts)) AS k (place)
  JOIN pg_database d ON d.datname = current_database()
  JOIN pg_opclass o ON o.oid = x.indclass[k.place - 1]
  LEFT JOIN pg_collation c ON c.oid = x.indcollation[k.place - 1]
  LEFT JOIN pg_namespace cn ON cn.oid = c.collnamespace
  WHERE x.indisvalid AND x.indisready
)
SELECT format('%I.%I', n.nspname, i.relname), i.relname, format('%I.%I', tn.nspname, t.relname),
       format('%I', r.rolname),
       pg_relation_size(i.oid), coalesce(pg_get_expr(keys.indpred, keys.indrelid), 'true'),
       keys.key, coalesce(keys.collation, ''), (keys.option & 1) = 1, (keys.option & 2) = 2,
       coalesce(keys.bytewise AND keys.collation IS NOT NULL, false),
       a.amname = 'btree',
       pg_relation_filenode(i.oid)
FROM keys
JOIN pg_class i ON i.oid = keys.indexrelid AND i.relkind = 'i' AND i.relpersistence = 'p'
JOIN pg_am a ON a.oid = i.relam AND a.amname NOT IN ('hash', 'spgist')
JOIN pg_namespace n ON n.oid = i.relnamespace AND n.nspname !~ '^pg_(temp|toast)'
JOIN pg_class t ON t.oid = keys.indrelid
JOIN pg_namespace tn ON tn.oid = t.relnamespace
JOIN pg_roles r ON r.oid = t.relowner
WHERE EXISTS (
  SELECT FROM keys other
  WHERE other.indexrelid = keys.indexrelid
    AND other.collation IS NOT NULL AND NOT other.plain AND NOT other.bytewise)
ORDER BY pg_relation_size(i.oid), i.oid, keys.place
