-- Makes the settings that affect the text of a value the same on both servers. Floats are read as their bytes;
-- those inside arrays and composites to the 15 digits that every version prints alike. Values that are names, such
-- as of a table, have quotes on both, or only that server would print them which reserves the name.
SELECT set_config('statement_timeout', ?, false),
       set_config('extra_float_digits', '0', false),
       set_config('timezone', 'UTC', false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('intervalstyle', 'postgres', false),
       set_config('bytea_output', 'hex', false),
       set_config('lc_monetary', 'C', false),
       set_config('quote_all_identifiers', 'on', false),
       set_config('row_security', 'off', false),
       set_config('search_path', 'pg_catalog', false)
