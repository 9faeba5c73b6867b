SELECT pg_relation_size(CAST(? AS regclass)) / current_setting('block_size')::bigint
