-- Up to 11. A hot standby writes nothing to its database, but its superuser may have the server write a file.
-- The file is read first, since COPY empties it before the query runs.
DO $$
DECLARE
  kept text[] := ARRAY(
    SELECT line
    FROM unnest(string_to_array(trim(trailing E'\n' from pg_read_file('recovery.conf')), E'\n')) AS line
    WHERE line !~ '^recovery_target_(lsn|inclusive|action) ');
  stop text := current_setting('kahuna.replay_stop');
BEGIN
  IF stop <> '' THEN
    kept := kept || ARRAY[
      format('recovery_target_lsn = %L', stop),
      'recovery_target_inclusive = ''off''',
      'recovery_target_action = ''pause'''];
  END IF;
  EXECUTE format('COPY (SELECT unnest(%L::text[])) TO %L',
    kept, current_setting('data_directory') || '/recovery.conf');
END
$$
