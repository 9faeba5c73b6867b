DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kahuna_replication') THEN
    CREATE ROLE kahuna_replication LOGIN REPLICATION;
  END IF;
END
$$
