-- From the slot that was made at the promotion.
DO $$
BEGIN
  EXECUTE format(
    'CREATE SUBSCRIPTION kahuna CONNECTION %L PUBLICATION %I'
    ' WITH (copy_data = %s, create_slot = false, slot_name = %L)',
    current_setting('kahuna.connection'),
    current_setting('kahuna.publication'),
    current_setting('kahuna.copy_data'),
    current_setting('kahuna.slot'));
EXCEPTION WHEN OTHERS THEN
  -- Raised again without its context, which holds the password.
  RAISE EXCEPTION USING ERRCODE = sqlstate, MESSAGE = sqlerrm;
END
$$
