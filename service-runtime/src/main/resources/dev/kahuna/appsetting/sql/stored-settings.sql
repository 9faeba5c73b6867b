-- The fence is a setting of the database, and marks a role by another.
SELECT split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1), level
FROM (
  SELECT unnest(s.setconfig) AS entry,
         CASE WHEN s.setrole = 0 THEN 1 WHEN s.setdatabase = 0 THEN 2 ELSE 3 END AS level
  FROM pg_db_role_setting s
  LEFT JOIN pg_database d ON d.oid = s.setdatabase
  LEFT JOIN pg_roles r ON r.oid = s.setrole
  WHERE (d.datname = current_database() AND s.setrole = 0)
     OR (r.rolname = ? AND (s.setdatabase = 0 OR d.datname = current_database()))
) AS stored
WHERE split_part(entry, '=', 1) <> 'default_transaction_read_only'
  AND entry NOT LIKE 'kahuna.%'
ORDER BY level, 1
