INSERT INTO kahuna.restored_entries (entry) VALUES (?) ON CONFLICT DO NOTHING
