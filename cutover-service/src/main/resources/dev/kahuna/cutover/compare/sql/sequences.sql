SELECT n.nspname || '.' || c.relname,
       format(
         'as %s increment %s minvalue %s maxvalue %s%s',
         format_type(s.seqtypid, NULL),
         s.seqincrement,
         s.seqmin,
         s.seqmax,
         CASE WHEN s.seqcycle THEN ' cycle' ELSE '' END)
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relpersistence <> 't'
  AND n.nspname <> 'kahuna'
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
