DO $$
BEGIN
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', current_setting('kahuna.schema'));
  EXECUTE format('GRANT ALL ON SCHEMA %I TO %I',
    current_setting('kahuna.schema'), current_setting('kahuna.owner'));
  EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I CASCADE',
    current_setting('kahuna.extension'), current_setting('kahuna.schema'));
END
$$
