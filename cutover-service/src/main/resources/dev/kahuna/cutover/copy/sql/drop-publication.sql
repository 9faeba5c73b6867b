DO $$
BEGIN
  DROP PUBLICATION IF EXISTS kahuna;
  DROP EVENT TRIGGER IF EXISTS kahuna_identity;
  DROP EVENT TRIGGER IF EXISTS kahuna_publication;
  DROP SCHEMA IF EXISTS kahuna CASCADE;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kahuna_replication') THEN
    ALTER ROLE kahuna_replication NOLOGIN;
  END IF;
END
$$
