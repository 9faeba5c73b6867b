-- Apply workers commit without waiting for their disk. A commit that does wait, here, makes every
-- earlier one durable too. It must write something, or it would not wait.
SELECT pg_logical_emit_message(true, 'kahuna', 'fence')
