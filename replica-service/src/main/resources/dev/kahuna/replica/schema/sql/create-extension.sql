-- Creates an extension in its schema. The app's role owns that schema, as it owns all others.
DO $$
DECLARE
  home text := current_setting('kahuna.schema');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = home) THEN
    EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', home, current_setting('kahuna.owner'));
  END IF;
  EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I CASCADE',
    current_setting('kahuna.extension'), home);
END
$$
