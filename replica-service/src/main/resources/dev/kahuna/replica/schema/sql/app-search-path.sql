-- For this transaction, the search path of the app's own sessions: its functions may rely on it.
SELECT set_config(
  'search_path',
  coalesce(
    (SELECT substr(entry, length('search_path=') + 1)
     FROM pg_db_role_setting s, unnest(s.setconfig) AS entry
     WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
       AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user))
       AND starts_with(entry, 'search_path=')
     ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC
     LIMIT 1),
    (SELECT boot_val FROM pg_settings WHERE name = 'search_path')),
  true)
