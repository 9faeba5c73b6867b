SELECT max(sent_at) FROM kahuna.heartbeat
