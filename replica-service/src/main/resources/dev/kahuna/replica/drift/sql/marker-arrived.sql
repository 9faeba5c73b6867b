SELECT count(*) > 0 FROM kahuna.fence WHERE id = ?
