-- A database with what schemas have, and with sessions in which no statement runs on a hot standby.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable', current_database());
END
$$;
CREATE TYPE mood AS ENUM ('happy', 'so-so', 'sad');
CREATE TYPE place AS (street text, floor int);
CREATE DOMAIN email AS text CHECK (value LIKE '%@%');
CREATE SCHEMA "Odd Names";
CREATE TABLE customers (
  id serial PRIMARY KEY,
  mail email UNIQUE,
  moods mood[] NOT NULL DEFAULT '{}',
  mood mood,
  home place,
  details jsonb,
  joined timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer int NOT NULL REFERENCES customers ON DELETE CASCADE,
  total numeric(12, 2) NOT NULL CHECK (total >= 0),
  span tstzrange,
  note text
);
CREATE INDEX orders_by_customer ON orders (customer);
CREATE INDEX orders_with_note ON orders (lower(note)) WHERE note IS NOT NULL;
CREATE TABLE "Odd Names"."Select" ("from" int, "a b" text, dropped int);
ALTER TABLE "Odd Names"."Select" DROP COLUMN dropped;
CREATE TABLE events (at date NOT NULL, body text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE watched (what regclass);
CREATE VIEW happy AS SELECT c.*, (SELECT count(*) FROM orders o WHERE o.customer = c.id) AS orders
  FROM customers c WHERE mood = 'happy' GROUP BY c.id;
CREATE MATERIALIZED VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN new.note := upper(new.note); RETURN new; END';
CREATE TRIGGER shouting BEFORE UPDATE ON orders FOR EACH ROW EXECUTE PROCEDURE shout();
INSERT INTO customers (mail, moods, mood, home, details)
  SELECT n || '@example.com', ARRAY['happy', 'sad']::mood[],
         (ARRAY['happy', 'so-so', 'sad'])[1 + n % 3]::mood, ROW('Main ' || n, n % 9)::place,
         jsonb_build_object('n', n, 'text', 'tab' || chr(9) || 'line' || chr(10) || '\N')
  FROM generate_series(1, 2000) n;
INSERT INTO orders (customer, total, span, note)
  SELECT 1 + n % 2000, n / 7.0, tstzrange(now(), now() + interval '1 day'),
         CASE WHEN n % 5 > 0 THEN 'Note ' || n END
  FROM generate_series(1, 20000) n;
INSERT INTO "Odd Names"."Select" SELECT n, 'x' || n FROM generate_series(1, 500) n;
INSERT INTO events SELECT date '2025-01-01' + n, 'body ' || n FROM generate_series(0, 700) n;
INSERT INTO watched VALUES ('orders'), ('pg_class');
REFRESH MATERIALIZED VIEW totals;
