-- A publication of all tables can leave none out, such as those of extensions. Where there are any, it lists the others.
DO $$
DECLARE
  tables text;
BEGIN
  IF EXISTS (SELECT FROM pg_publication WHERE pubname = 'kahuna') THEN
    RETURN;
  END IF;
  IF NOT EXISTS (
    SELECT FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND
\i /dev/kahuna/database/sql/of-extension.sql
  ) THEN
    CREATE PUBLICATION kahuna FOR ALL TABLES;
    RETURN;
  END IF;
  SELECT string_agg(format('ONLY %I.%I', n.nspname, c.relname), ', ') INTO tables
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r'
    AND c.relpersistence = 'p'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
  ;
  EXECUTE format('CREATE PUBLICATION kahuna FOR TABLE %s', tables);
END
$$
