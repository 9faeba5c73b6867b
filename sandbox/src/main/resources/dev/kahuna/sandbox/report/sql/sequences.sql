-- Every sequence: its name, direction, what it gave last, and how to ask for the largest value in use.
SELECT concat(s.schemaname, '.', s.sequencename),
       sign(s.increment_by)::int,
       coalesce(s.last_value, s.start_value - s.increment_by),
       coalesce(
         (SELECT format('SELECT %s(%I)::bigint FROM %s',
                        CASE WHEN s.increment_by > 0 THEN 'max' ELSE 'min' END,
                        a.attname, d.refobjid::regclass)
            FROM pg_depend d
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
           WHERE d.classid = 'pg_class'::regclass
             AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
             AND d.refclassid = 'pg_class'::regclass
             AND d.deptype IN ('a', 'i')
           LIMIT 1),
         'SELECT NULL::bigint')
  FROM pg_sequences s
 WHERE s.schemaname <> 'kahuna'
 ORDER BY 1
