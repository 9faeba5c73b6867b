DO $$
BEGIN
  CREATE SCHEMA IF NOT EXISTS kahuna;
  CREATE TABLE IF NOT EXISTS kahuna.heartbeat (id int PRIMARY KEY, sent_at timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS kahuna.fence (id text PRIMARY KEY, written_at timestamptz NOT NULL);
END
$$
