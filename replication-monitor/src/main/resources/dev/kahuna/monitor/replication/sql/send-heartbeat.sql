-- On the promoted replica: a row that logical replication carries to Aurora.
INSERT INTO kahuna.heartbeat AS heartbeat (id, sent_at)
VALUES (1, clock_timestamp())
ON CONFLICT (id) DO UPDATE SET sent_at = excluded.sent_at
RETURNING sent_at
