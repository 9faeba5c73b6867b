-- Amazon's Postgres lets members of rds_replication replicate; elsewhere replication is an attribute, which
-- only a role that has it can grant.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kahuna_reverse') THEN
    CREATE ROLE kahuna_reverse LOGIN;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_replication') THEN
    GRANT rds_replication TO kahuna_reverse;
  END IF;
  IF EXISTS (
    SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolreplication))
  THEN
    ALTER ROLE kahuna_reverse REPLICATION;
  END IF;
END
$$
