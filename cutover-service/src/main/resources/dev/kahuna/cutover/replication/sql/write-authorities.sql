-- The file by which the subscription's worker verifies Aurora. A superuser may have the server write
-- one, with a row for each line, since COPY would escape line breaks.
DO $$
BEGIN
  EXECUTE format(
    'COPY (SELECT line FROM regexp_split_to_table(%L, E''\r?\n'') AS line) TO %L',
    current_setting('kahuna.authorities'),
    current_setting('data_directory') || '/kahuna-aurora.pem');
END
$$
