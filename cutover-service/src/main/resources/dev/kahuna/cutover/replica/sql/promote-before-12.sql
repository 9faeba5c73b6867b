-- The file that trigger_file in recovery.conf names. A hot standby writes nothing to its database,
-- but its superuser may have the server write a file.
DO $$
BEGIN
  EXECUTE format('COPY (SELECT '''') TO %L', current_setting('data_directory') || '/kahuna.promote');
END
$$
