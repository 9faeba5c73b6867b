-- Waits for another transaction that has one of them, and then leaves that one out.
INSERT INTO kahuna.copied_chunks (schema, relation, chunk, chunks)
SELECT * FROM unnest(?::text[], ?::text[], ?::int[], ?::int[])
ON CONFLICT DO NOTHING
RETURNING schema, relation, chunk, chunks
