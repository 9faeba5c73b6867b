SELECT count(*) > 0
FROM pg_db_role_setting s
JOIN pg_database d ON d.oid = s.setdatabase
WHERE d.datname = current_database()
  AND s.setrole = 0
  AND 'default_transaction_read_only=on' = ANY (s.setconfig)
