-- From the slot that was made at the promotion; the rows before it are here already.
DO $$
BEGIN
  EXECUTE format(
    'CREATE SUBSCRIPTION kahuna CONNECTION %L PUBLICATION %I'
    ' WITH (copy_data = false, create_slot = false, slot_name = %L)',
    current_setting('kahuna.connection'),
    current_setting('kahuna.publication'),
    current_setting('kahuna.slot'));
EXCEPTION WHEN OTHERS THEN
  -- Said anew without its context, in which the password stands.
  RAISE EXCEPTION USING ERRCODE = sqlstate, MESSAGE = sqlerrm;
END
$$
