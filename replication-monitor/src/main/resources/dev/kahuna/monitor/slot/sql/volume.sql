DELETE FROM kahuna_df RETURNING size, free
