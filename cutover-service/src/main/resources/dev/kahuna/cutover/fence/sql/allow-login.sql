DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_roles WHERE rolname = current_setting('kahuna.role') AND NOT rolcanlogin)
  THEN
    EXECUTE format('ALTER ROLE %I LOGIN', current_setting('kahuna.role'));
  END IF;
END
$$
