-- On Aurora: the newest heartbeat that has arrived.
SELECT sent_at FROM kahuna.heartbeat WHERE id = 1
