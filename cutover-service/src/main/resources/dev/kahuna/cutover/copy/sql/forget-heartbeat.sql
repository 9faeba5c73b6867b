DELETE FROM kahuna.heartbeat
