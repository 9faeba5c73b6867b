-- One row for each key, in the order of the keys' hashes, which every server sorts alike.
SELECT md5(key) COLLATE "C", key, min(line) || ' ' || count(*)
FROM (SELECT %s AS key, md5(%s) AS line FROM ONLY %s WHERE %s) chunk
WHERE md5(key) COLLATE "C" > ?
GROUP BY key
ORDER BY 1
