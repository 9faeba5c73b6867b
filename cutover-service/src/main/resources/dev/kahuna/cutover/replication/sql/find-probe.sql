SELECT count(*) > 0 FROM kahuna.fence WHERE id = 'way-back' AND written_at >= ?::timestamptz
