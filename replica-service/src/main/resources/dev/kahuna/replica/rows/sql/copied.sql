SELECT count(DISTINCT (schema, relation)), coalesce(sum(rows), 0), coalesce(sum(bytes), 0)
FROM kahuna.copied_chunks
