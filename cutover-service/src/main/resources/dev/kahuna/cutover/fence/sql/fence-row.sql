-- The transaction that wrote the row, and the row's place: replaying WAL copies both, and nothing else does.
SELECT concat_ws(' ', s.xmin, s.ctid)
FROM pg_db_role_setting s
JOIN pg_database d ON d.oid = s.setdatabase
WHERE d.datname = ?
  AND s.setrole = 0
  AND 'default_transaction_read_only=on' = ANY (s.setconfig)
