-- Waits for another transaction that has the same one, and then inserts nothing.
INSERT INTO kahuna.copied_chunks (schema, relation, chunk) VALUES (?, ?, 0) ON CONFLICT DO NOTHING
