-- Creates the app's role, which will own everything and as which the master user acts.
DO $$
DECLARE
  owner text := current_setting('kahuna.owner');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    EXECUTE format('CREATE ROLE %I LOGIN', owner);
  END IF;
  -- From version 16 on, the creator of a role may grant it but is not a member of it.
  EXECUTE format('GRANT %I TO %I', owner, current_user);
  EXECUTE format('GRANT ALL ON DATABASE %I TO %I', current_database(), owner);
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    EXECUTE format('ALTER SCHEMA public OWNER TO %I', owner);
  END IF;
END
$$
