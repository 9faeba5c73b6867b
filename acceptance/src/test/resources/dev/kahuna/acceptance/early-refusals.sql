-- What a server of 15 accepts, and Aurora 17, or a role that is no superuser there, could refuse; each kind once.

-- Comes along: a comment on public, which belongs to another role on a new server.
COMMENT ON SCHEMA public IS 'tables of the harbour';

-- Comes along: the schema of an extension with a comment.
CREATE SCHEMA tools;
CREATE EXTENSION citext WITH SCHEMA tools;
COMMENT ON SCHEMA tools IS 'extensions';

-- Comes along: a function that pg_dump writes before the first table, with a setting behind it.
CREATE FUNCTION public.zulu(hour int) RETURNS int LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT hour * 60;
    SELECT (hour + 24) % 24;
  END;

-- Refused: 17 builds an index with no search path but pg_catalog.
CREATE EXTENSION unaccent;
CREATE FUNCTION public.folded(words text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT lower(unaccent(words)) $$;
CREATE TABLE public.berths (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO public.berths SELECT i, 'Kai ' || chr(192 + i % 60) || i FROM generate_series(1, 500) AS i;
CREATE INDEX berths_folded ON public.berths (folded(name));

-- Comes along: a word that 16 reserves.
CREATE TABLE public.pilots (id int PRIMARY KEY, system_user boolean NOT NULL DEFAULT false);
INSERT INTO public.pilots SELECT i, i % 9 = 0 FROM generate_series(1, 500) AS i;

-- Comes along: a row would be refused until the rows of the other table are there; the larger table is copied first.
CREATE TABLE public.flags (code text PRIMARY KEY);
INSERT INTO public.flags SELECT 'F' || i FROM generate_series(1, 20) AS i;
CREATE FUNCTION public.is_flag(wanted text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public
  AS $$ SELECT EXISTS (SELECT FROM flags WHERE code = wanted) $$;
CREATE TABLE public.ships (
  id int PRIMARY KEY,
  flag text NOT NULL CONSTRAINT ships_flag CHECK (is_flag(flag)),
  name text NOT NULL
);
INSERT INTO public.ships SELECT i, 'F' || 1 + i % 20, repeat(md5(i::text), 3) FROM generate_series(1, 5000) AS i;

-- The app's own tables, with what their changes set off.
CREATE TABLE public.draws (
  id bigserial PRIMARY KEY, request_id text NOT NULL, number int NOT NULL, drawn_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX draws_request_id ON public.draws (request_id);
CREATE TABLE public.ticks (id bigserial PRIMARY KEY, worker text NOT NULL, at timestamptz NOT NULL DEFAULT now());

-- Refused: the apply worker acts as the owner, and refuses a table whose row security binds the owner.
CREATE TABLE public.logbook (id bigserial PRIMARY KEY, harbour text NOT NULL, entry text NOT NULL);
ALTER TABLE public.logbook ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.logbook FORCE ROW LEVEL SECURITY;
CREATE POLICY one_harbour ON public.logbook USING (harbour = current_setting('app.harbour', true));
CREATE FUNCTION public.enter() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  PERFORM set_config('app.harbour', 'north', true);
  INSERT INTO logbook (harbour, entry) VALUES ('north', NEW.request_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER enter AFTER INSERT ON public.draws FOR EACH ROW EXECUTE FUNCTION public.enter();

-- Refused: fires in the apply worker too; then its line comes a second time, by replication.
CREATE TABLE public.trail (draw bigint PRIMARY KEY);
CREATE FUNCTION public.leave_trail() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  INSERT INTO trail VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER leave_trail AFTER INSERT ON public.draws FOR EACH ROW EXECUTE FUNCTION public.leave_trail();
ALTER TABLE public.draws ENABLE ALWAYS TRIGGER leave_trail;
