SELECT key, min(line) || ' ' || count(*)
FROM (SELECT %s AS key, md5(%s) AS line FROM ONLY %s WHERE %s) chunk
WHERE key IN (SELECT unnest(CAST(? AS text[])))
GROUP BY key
