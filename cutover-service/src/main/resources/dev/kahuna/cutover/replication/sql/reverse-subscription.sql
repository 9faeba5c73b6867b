-- Disabled; it is enabled when the forward replication is gone. The fence makes the database
-- read-only by default, which affects triggers that fire in the worker. A worker that copies a table has Aurora run a
-- statement with the names of its columns, of which Aurora's version may reserve one: so they are quoted.
DO $$
BEGIN
  EXECUTE format(
    'ALTER ROLE %I IN DATABASE %I SET default_transaction_read_only = off',
    current_user,
    current_database());
  EXECUTE format(
    'ALTER ROLE %I IN DATABASE %I SET quote_all_identifiers = on',
    current_user,
    current_database());
  EXECUTE format(
    'CREATE SUBSCRIPTION kahuna_reverse CONNECTION %L PUBLICATION kahuna_reverse'
    ' WITH (copy_data = false, create_slot = false, enabled = false, slot_name = kahuna_reverse%s)',
    current_setting('kahuna.connection'),
    current_setting('kahuna.options'));
EXCEPTION WHEN OTHERS THEN
  -- Raised again without its context, which contains the password.
  RAISE EXCEPTION USING ERRCODE = sqlstate, MESSAGE = sqlerrm;
END
$$
