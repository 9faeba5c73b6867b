-- The order in which a collation sorts strings of common alphabets, with letters, digits and marks:
-- cases in which the versions of glibc and ICU are known to differ.
SELECT md5(string_agg(s, ',' ORDER BY s COLLATE :collation, s COLLATE "C"))
FROM generate_series(33, CASE getdatabaseencoding() WHEN 'UTF8' THEN 12543 ELSE 126 END) AS points (n)
CROSS JOIN LATERAL (
  VALUES (chr(n)), ('a' || chr(n) || 'b'), ('1' || chr(n) || '1'), (chr(n) || '-a'), ('B' || chr(n))
) AS strings (s)
