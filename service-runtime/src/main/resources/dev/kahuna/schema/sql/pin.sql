-- Every name is printed with its schema and in quotes, whatever the session's role or database says. One that a
-- later version reserves would otherwise be printed without, and be refused there.
SELECT set_config('search_path', '', false),
       set_config('statement_timeout', ?, false),
       set_config('quote_all_identifiers', 'on', false)
