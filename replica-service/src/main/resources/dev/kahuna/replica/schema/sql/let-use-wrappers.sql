-- Lets the app's role make servers of the foreign-data wrappers that extensions brought. What the master user may
-- not grant, pg_dump's statement for the server is refused for, with its name.
DO $$
DECLARE
  wrapper text;
BEGIN
  FOR wrapper IN SELECT fdwname FROM pg_foreign_data_wrapper LOOP
    BEGIN
      EXECUTE format('GRANT USAGE ON FOREIGN DATA WRAPPER %I TO %I',
        wrapper, current_setting('kahuna.owner'));
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE NOTICE '% can''t be granted', wrapper;
    END;
  END LOOP;
END
$$
