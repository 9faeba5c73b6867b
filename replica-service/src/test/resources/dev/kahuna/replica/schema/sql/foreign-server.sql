-- A server that nobody runs, and what an app has of it.
CREATE EXTENSION postgres_fdw;
CREATE ROLE app LOGIN;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO app;
GRANT CREATE ON SCHEMA public TO app;
SET ROLE app;
CREATE SERVER warehouse FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1', dbname 'elsewhere');
CREATE USER MAPPING FOR app SERVER warehouse OPTIONS (user 'reader', password 'Clear-Text-4711');
CREATE FOREIGN TABLE public.remote_stock (sku text, amount int) SERVER warehouse OPTIONS (table_name 'stock');
CREATE VIEW public.low_stock AS SELECT sku FROM public.remote_stock WHERE amount < 5;
CREATE MATERIALIZED VIEW public.stock_copy AS SELECT * FROM public.remote_stock WITH NO DATA;
CREATE TABLE public.readings (at date, v int) PARTITION BY RANGE (at);
CREATE TABLE public.readings_now PARTITION OF public.readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE FOREIGN TABLE public.readings_old PARTITION OF public.readings FOR VALUES FROM ('2020-01-01') TO ('2026-01-01')
  SERVER warehouse;
INSERT INTO public.readings VALUES ('2026-05-05', 1);
RESET ROLE;
