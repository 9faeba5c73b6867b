DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'kahuna') THEN
    CREATE PUBLICATION kahuna FOR ALL TABLES;
  END IF;
END
$$
