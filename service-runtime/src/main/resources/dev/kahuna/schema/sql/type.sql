-- Enumerations (their labels apart), composite types (their attributes apart), domains and ranges.
SELECT t.oid::regtype::text, '',
       CASE t.typtype
         WHEN 'd' THEN 'domain over ' || format_type(t.typbasetype, t.typtypmod)
         WHEN 'e' THEN 'enumeration'
         WHEN 'c' THEN 'composite'
         ELSE 'range of ' || r.rngsubtype::regtype::text
       END,
       CASE t.typtype
         WHEN 'd' THEN
           format('CREATE DOMAIN %s AS %s%s', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
             CASE WHEN t.typcollation <> b.typcollation
               THEN ' COLLATE ' || (SELECT format('%I.%I', s.nspname, o.collname) FROM pg_collation o JOIN pg_namespace s ON s.oid = o.collnamespace WHERE o.oid = t.typcollation) ELSE '' END)
         WHEN 'e' THEN
           format('CREATE TYPE %s AS ENUM (%s)', t.oid::regtype,
             (SELECT string_agg(quote_literal(l.enumlabel), ', ' ORDER BY l.enumsortorder)
              FROM pg_enum l WHERE l.enumtypid = t.oid))
         WHEN 'c' THEN
           format('CREATE TYPE %s AS (%s)', t.oid::regtype,
             (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
              FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
         ELSE
           format('CREATE TYPE %s AS RANGE (SUBTYPE = %s)', t.oid::regtype, r.rngsubtype::regtype)
       END,
       '',
       format('DROP %s %s', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype)
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE t.typtype IN ('d', 'e', 'c', 'r')
  AND (t.typtype <> 'c' OR c.relkind = 'c')
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'kahuna', '_heroku')
  AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.deptype = 'e'
      AND (d.classid = 'pg_type'::regclass AND d.objid = t.oid
        OR d.classid = 'pg_class'::regclass AND d.objid = t.typrelid))
ORDER BY t.oid
