-- Names are always quoted: the other server may reserve a word that this one does not.
SELECT n.nspname,
       c.relname,
       format('"%s"."%s"', replace(n.nspname, '"', '""'), replace(c.relname, '"', '""')),
       s.seqincrement,
       s.seqcycle
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relpersistence <> 't'
  AND n.nspname <> 'kahuna'
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2
