-- What a server of 15 has and one of 17 refuses, or refuses to a role that is no superuser.

CREATE EXTENSION unaccent SCHEMA public;
CREATE FUNCTION public.folded(words text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT lower(unaccent(words)) $$;
CREATE TABLE public.berths (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO public.berths SELECT i, 'Kai ' || i FROM generate_series(1, 500) AS i;
CREATE INDEX berths_folded ON public.berths (folded(name));

CREATE FUNCTION public.busier(than int) RETURNS bigint LANGUAGE plpgsql STABLE
  AS $$ BEGIN RETURN (SELECT count(*) FROM berths WHERE id > than); END $$;
CREATE MATERIALIZED VIEW public.business AS SELECT than, busier(than) FROM generate_series(1, 3) AS than;

-- 17 no longer has this column.
CREATE VIEW public.writer_load AS SELECT buffers_backend FROM pg_stat_bgwriter;
CREATE VIEW public.writer_load_twice AS SELECT 2 * buffers_backend AS twice FROM public.writer_load;

-- The role of the app may not make it.
CREATE FUNCTION public.raw(internal) RETURNS internal LANGUAGE internal STRICT AS 'array_subscript_handler';

-- Only a row shows what a CHECK does.
CREATE TABLE public.crews (
  id int PRIMARY KEY,
  code text NOT NULL CONSTRAINT crews_code CHECK (current_setting('server_version_num')::int < 160000)
);
INSERT INTO public.crews SELECT i, 'C' || i FROM generate_series(1, 300) AS i;

-- A generated column by a function that relies on the search path, which shows where there is a row.
CREATE FUNCTION public.plain(words text) RETURNS text LANGUAGE plpgsql IMMUTABLE
  AS $$ BEGIN RETURN lower(unaccent(words)); END $$;
CREATE TABLE public.quays (
  id int PRIMARY KEY,
  name text NOT NULL,
  plain text GENERATED ALWAYS AS (plain(name)) STORED
);
INSERT INTO public.quays (id, name) SELECT i, 'Quai ' || i FROM generate_series(1, 10) AS i;

-- A CHECK by a function that fails on 17, beside one that looks for rows which are not in the sample.
CREATE FUNCTION public.is_calm(boat int) RETURNS boolean LANGUAGE plpgsql STABLE
  AS $$ BEGIN RETURN (SELECT buffers_backend >= 0 FROM pg_stat_bgwriter); END $$;
CREATE FUNCTION public.is_berth(wanted int) RETURNS boolean LANGUAGE sql STABLE SET search_path = public
  AS $$ SELECT EXISTS (SELECT FROM berths WHERE id = wanted) $$;
-- One that would stop the worker on Aurora, which applies changes with an empty search path.
CREATE FUNCTION public.is_moored(wanted int) RETURNS boolean LANGUAGE plpgsql STABLE
  AS $$ BEGIN RETURN wanted IN (SELECT id FROM berths); END $$;
CREATE TABLE public.boats (
  id int PRIMARY KEY CONSTRAINT boats_calm CHECK (is_calm(id)),
  berth int CONSTRAINT boats_berth CHECK (is_berth(berth)) CONSTRAINT boats_moored CHECK (is_moored(berth))
);
INSERT INTO public.boats SELECT i, 501 - i FROM generate_series(1, 300) AS i;

-- Nothing is wrong with these.
CREATE TABLE public.harbours (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.piers (
  id int PRIMARY KEY,
  harbour int NOT NULL REFERENCES public.harbours,
  length numeric CHECK (length > 0)
);
INSERT INTO public.harbours SELECT i, 'Harbour ' || i FROM generate_series(1, 900) AS i;
INSERT INTO public.piers SELECT i, 1 + (i * 7) % 900, i FROM generate_series(1, 900) AS i;
