-- Every name is printed with its schema, whatever the session's role or database says.
SELECT set_config('search_path', '', false),
       set_config('statement_timeout', ?, false),
       set_config('quote_all_identifiers', 'off', false)
