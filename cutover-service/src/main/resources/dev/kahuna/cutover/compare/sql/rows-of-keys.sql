SELECT key, min(line) || ' ' || count(*)
FROM (SELECT %s AS key, md5(%s) AS line FROM ONLY %s WHERE %s) chunk
WHERE key = ANY (?)
GROUP BY key
