-- ALTER SYSTEM writes another file.
SELECT lower(name) FROM pg_settings WHERE sourcefile = current_setting('config_file')
