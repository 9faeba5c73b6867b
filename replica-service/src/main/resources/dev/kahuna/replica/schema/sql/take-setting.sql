-- A list such as a search path is stored with the quotes that it needs.
DO $$
DECLARE
  name text := current_setting('kahuna.setting');
  value text := current_setting('kahuna.value');
BEGIN
  EXECUTE format('ALTER DATABASE %I SET %s TO ', current_database(), name)
    || CASE WHEN name IN ('search_path', 'temp_tablespaces', 'DateStyle') THEN value
            ELSE quote_literal(value) END;
END
$$
