-- What an app does while its rows are copied.
UPDATE orders SET note = 'changed' WHERE id % 50 = 0;
DELETE FROM orders WHERE id % 77 = 0;
INSERT INTO customers (mail, mood)
  SELECT 'new' || nextval('customers_id_seq') || '@example.com', 'sad' FROM generate_series(1, 100);
UPDATE "Odd Names"."Select" SET "a b" = 'y' WHERE "from" < 10;
INSERT INTO events VALUES ('2026-12-24', 'late');
DELETE FROM events WHERE body = 'body 3';
