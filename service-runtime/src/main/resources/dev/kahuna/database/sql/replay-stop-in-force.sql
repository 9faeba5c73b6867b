-- Whether the server was started with a position at which its replay stops. Resuming such a replay
-- would promote the server. Up to 11 the server does not show the setting: the file was written before the start.
SELECT CASE
  WHEN current_setting('server_version_num')::int >= 120000
    THEN coalesce(current_setting('recovery_target_lsn', true), '') <> ''
  ELSE strpos(pg_read_file('recovery.conf'), 'recovery_target_lsn') > 0
    AND (SELECT modification FROM pg_stat_file('recovery.conf')) <= pg_postmaster_start_time()
END
