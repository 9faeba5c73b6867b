-- Names and value as a statement needs them. Elements of a list are given one by one, or they would be one.
SELECT quote_ident(current_database()),
       quote_ident(?),
       quote_ident(?),
       CASE
         WHEN lower(?) IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
         THEN (
           SELECT coalesce(
             string_agg(quote_literal(coalesce(replace(element[1], '""', '"'), lower(element[2]))), ', ' ORDER BY place),
             '''''')
           FROM regexp_matches(?, '"((?:[^"]|"")*)"|([^,[:space:]]+)', 'g')
             WITH ORDINALITY AS found (element, place))
         ELSE quote_literal(?)
       END
