SELECT count(pg_logical_emit_message(false, 'test', repeat('x', 1000000)))
FROM generate_series(1, 17)
