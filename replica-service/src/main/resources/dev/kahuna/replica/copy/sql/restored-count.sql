SELECT count(*) FROM kahuna.restored_entries WHERE entry <> 'pre-data'
