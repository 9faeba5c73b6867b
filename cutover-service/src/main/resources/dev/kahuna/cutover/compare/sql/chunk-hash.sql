SELECT count(*),
       coalesce(sum(('x' || substr(md5(line), 1, 16))::bit(64)::bigint), 0)
FROM (SELECT %s AS line FROM ONLY %s WHERE %s) chunk
