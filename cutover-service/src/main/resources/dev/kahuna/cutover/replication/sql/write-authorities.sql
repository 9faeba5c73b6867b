-- The file by which the subscription's worker verifies Aurora. Its superuser may have the server
-- write one; each line a row, since COPY would escape the ends of lines.
DO $$
BEGIN
  EXECUTE format(
    'COPY (SELECT line FROM regexp_split_to_table(%L, E''\r?\n'') AS line) TO %L',
    current_setting('kahuna.authorities'),
    current_setting('data_directory') || '/kahuna-aurora.pem');
END
$$
