-- The search path of the app's own sessions, where the app's role is another than this session's.
SELECT set_config(
  'search_path',
  replace(
    coalesce(
      (SELECT substr(entry, length('search_path=') + 1)
       FROM pg_db_role_setting s, unnest(s.setconfig) AS entry
       WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
         AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = ?))
         AND entry LIKE 'search\_path=%'
       ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC
       LIMIT 1),
      (SELECT boot_val FROM pg_settings WHERE name = 'search_path')),
    '"$user"', quote_ident(?)),
  false)
