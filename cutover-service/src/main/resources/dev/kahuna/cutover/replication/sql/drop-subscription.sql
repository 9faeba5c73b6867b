DO $$
BEGIN
  EXECUTE format('DROP SUBSCRIPTION IF EXISTS %I', current_setting('kahuna.subscription'));
END
$$
