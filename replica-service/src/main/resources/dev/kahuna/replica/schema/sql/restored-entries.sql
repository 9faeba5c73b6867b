SELECT entry FROM kahuna.restored_entries
