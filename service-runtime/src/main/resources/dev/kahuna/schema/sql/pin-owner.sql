-- As pg_dump does it: names are printed with their schema, and bodies may name what is made later.
SELECT set_config('search_path', '', false),
       set_config('check_function_bodies', 'off', false),
       set_config('client_min_messages', 'warning', false),
       set_config('statement_timeout', '0', false),
       set_config('lock_timeout', '30s', false)
