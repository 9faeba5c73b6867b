DO $$
BEGIN
  EXECUTE format('ALTER SUBSCRIPTION %I ENABLE', current_setting('kahuna.subscription'));
END
$$
