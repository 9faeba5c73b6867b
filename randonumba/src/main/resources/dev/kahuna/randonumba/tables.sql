-- request_id is not unique: a request stored twice must be countable.
BEGIN;
-- Web and worker boot together, and IF NOT EXISTS does not keep two from creating at once.
SELECT pg_advisory_xact_lock(725610);
CREATE TABLE IF NOT EXISTS draws (
  id bigserial PRIMARY KEY,
  request_id text NOT NULL,
  number int NOT NULL,
  drawn_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS draws_request_id ON draws (request_id);
CREATE TABLE IF NOT EXISTS ticks (
  id bigserial PRIMARY KEY,
  worker text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
COMMIT;
