-- Waits for another transaction that has claimed one of them, then leaves that chunk out.
INSERT INTO kahuna.copied_chunks (schema, relation, chunk, chunks)
SELECT * FROM unnest(?::text[], ?::text[], ?::int[], ?::int[])
ON CONFLICT DO NOTHING
RETURNING schema, relation, chunk, chunks
