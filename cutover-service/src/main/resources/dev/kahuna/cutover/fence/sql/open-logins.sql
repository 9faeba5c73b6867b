DO $$
DECLARE
  role name;
BEGIN
  FOR role IN
    SELECT r.rolname
    FROM pg_roles r
    JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
    WHERE 'kahuna.fenced=yes' = ANY (s.setconfig)
  LOOP
    EXECUTE format('ALTER ROLE %I LOGIN', role);
    EXECUTE format('ALTER ROLE %I RESET kahuna.fenced', role);
  END LOOP;
END
$$
