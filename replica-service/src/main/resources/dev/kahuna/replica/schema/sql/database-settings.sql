-- The settings of ALTER DATABASE ... SET, except Kahuna's own fence.
SELECT split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)
FROM pg_db_role_setting s
JOIN pg_database d ON d.oid = s.setdatabase,
unnest(s.setconfig) AS setting
WHERE d.datname = current_database()
  AND s.setrole = 0
  AND split_part(setting, '=', 1) <> 'default_transaction_read_only'
