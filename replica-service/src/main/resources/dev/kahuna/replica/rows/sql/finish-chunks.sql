UPDATE kahuna.copied_chunks c
SET rows = d.rows, bytes = d.bytes, copied_at = clock_timestamp()
FROM unnest(?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[])
  AS d (schema, relation, chunk, rows, bytes)
WHERE (c.schema, c.relation, c.chunk) = (d.schema, d.relation, d.chunk)
