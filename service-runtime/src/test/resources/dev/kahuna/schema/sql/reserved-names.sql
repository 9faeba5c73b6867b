-- Names that 15 prints without quotes and 17 does not take without them, and the type that 17 prints as a keyword.
CREATE SCHEMA shop;
CREATE TYPE shop.json_scalar AS ENUM ('one', 'a "quoted" one');
CREATE TYPE shop.pair AS ("system_user" text, "json" json);
CREATE DOMAIN shop.merge_action AS text DEFAULT lower('X') CHECK (VALUE <> '');
CREATE SEQUENCE shop."json_array";
CREATE FUNCTION shop.kind_of("json" json) RETURNS json LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION shop.length_of("json" json) RETURNS int LANGUAGE sql IMMUTABLE RETURN length("json"::text) + 1;
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TABLE shop."system_user" (
  id serial PRIMARY KEY,
  "system_user" text DEFAULT lower('Nobody'),
  "json" json DEFAULT '{"a": 1}'::json,
  kind shop.json_scalar DEFAULT 'one',
  "json_table" text COLLATE "C" GENERATED ALWAYS AS (("system_user" || '!') || ("json" ->> 'a')) STORED,
  CONSTRAINT "system_user" CHECK ("system_user" IN ('a', 'nobody') OR "json" IS NOT NULL),
  UNIQUE ("system_user")
);
CREATE TABLE shop.child (parent text REFERENCES shop."system_user" ("system_user"));
CREATE INDEX by_user ON shop."system_user" (lower("system_user"));
CREATE INDEX "json_exists" ON shop."system_user" ("system_user") WHERE "system_user" IN ('a', 'b');
CREATE VIEW shop."json_query" AS
  SELECT u."system_user", u."json" ->> 'a' AS "json" FROM shop."system_user" u WHERE u."system_user" IN ('a', 'b');
CREATE TRIGGER "json_value" BEFORE UPDATE OF "json" ON shop."system_user" FOR EACH ROW
  WHEN (NEW."system_user" IN ('a', 'b')) EXECUTE FUNCTION shop.touch();
CREATE RULE "json_object" AS ON DELETE TO shop."system_user" WHERE OLD."system_user" = 'a' DO INSTEAD NOTHING;
ALTER TABLE shop."system_user" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "json_serialize" ON shop."system_user" USING ("system_user" = 'a' OR "json" IS NULL);
COMMENT ON COLUMN shop."system_user"."json" IS 'a "word"';
COMMENT ON FUNCTION shop.kind_of(json) IS 'itself';
COMMENT ON SEQUENCE shop."json_array" IS 'numbers';
