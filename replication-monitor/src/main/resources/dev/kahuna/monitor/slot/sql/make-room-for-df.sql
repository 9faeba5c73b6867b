CREATE TEMPORARY TABLE IF NOT EXISTS kahuna_df (size bigint, free bigint)
