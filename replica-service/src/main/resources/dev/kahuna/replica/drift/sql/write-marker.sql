INSERT INTO kahuna.fence (id, written_at) VALUES (?, clock_timestamp()) ON CONFLICT (id) DO NOTHING
