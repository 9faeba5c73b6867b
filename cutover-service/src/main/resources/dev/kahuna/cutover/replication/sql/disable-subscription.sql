DO $$
BEGIN
  EXECUTE format('ALTER SUBSCRIPTION %I DISABLE', current_setting('kahuna.subscription'));
END
$$
