-- Count and sum of hashes of each group, in one piece of a table.
SELECT grp,
       count(*),
       sum(('x' || substr(md5(line), 1, 16))::bit(64)::bigint)
FROM (SELECT %s AS grp, %s AS line FROM ONLY %s WHERE %s) piece
GROUP BY grp
