DO $$
BEGIN
  EXECUTE format('ALTER ROLE %I NOLOGIN', current_setting('kahuna.role'));
END
$$
