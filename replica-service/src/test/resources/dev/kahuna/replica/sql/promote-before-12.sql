DO $$
BEGIN
  EXECUTE format('COPY (SELECT '''') TO %L', current_setting('data_directory') || '/kahuna.promote');
END
$$
