-- In which order a collation puts strings of the alphabets that data is written in, around letters,
-- digits and marks: what the versions of glibc and ICU are known to differ in.
SELECT md5(string_agg(s, ',' ORDER BY s COLLATE :collation, s COLLATE "C"))
FROM generate_series(33, CASE getdatabaseencoding() WHEN 'UTF8' THEN 12543 ELSE 126 END) AS points (n)
CROSS JOIN LATERAL (
  VALUES (chr(n)), ('a' || chr(n) || 'b'), ('1' || chr(n) || '1'), (chr(n) || '-a'), ('B' || chr(n))
) AS strings (s)
