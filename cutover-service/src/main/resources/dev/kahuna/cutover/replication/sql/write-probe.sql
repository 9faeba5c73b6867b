INSERT INTO kahuna.fence (id, written_at) VALUES ('way-back', clock_timestamp())
ON CONFLICT (id) DO UPDATE SET written_at = EXCLUDED.written_at
RETURNING written_at::text
