DO $$
BEGIN
  EXECUTE format(
    'ALTER SUBSCRIPTION %I SET (slot_name = NONE)', current_setting('kahuna.subscription'));
END
$$
