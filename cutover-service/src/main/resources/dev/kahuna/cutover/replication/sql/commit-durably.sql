-- Apply workers commit without waiting for the disk. A commit that waits, such as this one, makes every
-- earlier commit durable too. It must write something, or it would not wait.
SELECT pg_logical_emit_message(true, 'kahuna', 'fence')
