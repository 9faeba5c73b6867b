-- The app's role, which is to own everything, and which the master user acts as.
DO $$
DECLARE
  owner text := current_setting('kahuna.owner');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = owner) THEN
    EXECUTE format('CREATE ROLE %I LOGIN', owner);
  END IF;
  -- From 16 on, who creates a role may grant it, but is no member.
  EXECUTE format('GRANT %I TO %I', owner, current_user);
  EXECUTE format('GRANT ALL ON DATABASE %I TO %I', current_database(), owner);
  EXECUTE format('GRANT ALL ON SCHEMA public TO %I', owner);
END
$$
