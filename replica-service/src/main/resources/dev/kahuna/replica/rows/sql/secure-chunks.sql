DO $$
BEGIN
  SET LOCAL synchronous_commit = on;
  INSERT INTO kahuna.restored_entries (entry) VALUES ('data')
  ON CONFLICT (entry) DO UPDATE SET restored_at = clock_timestamp();
END
$$
