-- Creates the tables that Kahuna also has on the replica, since they are published, and the journal of the copy.
DO $$
DECLARE
  owner text := current_setting('kahuna.owner');
BEGIN
  CREATE SCHEMA IF NOT EXISTS kahuna;
  CREATE TABLE IF NOT EXISTS kahuna.heartbeat (id int PRIMARY KEY, sent_at timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS kahuna.fence (id text PRIMARY KEY, written_at timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS kahuna.restored_entries (
    entry text PRIMARY KEY,
    restored_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE IF NOT EXISTS kahuna.copied_chunks (
    schema text,
    relation text,
    chunk int,
    chunks int NOT NULL,
    rows bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    copied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (schema, relation, chunk)
  );
  -- CHECK constraints that wait until all rows are there.
  CREATE TABLE IF NOT EXISTS kahuna.row_checks (
    holder text,
    name text,
    definition text NOT NULL,
    validated boolean NOT NULL,
    comments text NOT NULL,
    nth int GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (holder, name)
  );
  EXECUTE format('GRANT USAGE ON SCHEMA kahuna TO %I', owner);
  EXECUTE format('GRANT SELECT, INSERT ON kahuna.restored_entries, kahuna.row_checks TO %I', owner);
END
$$
