SELECT count(*)
FROM pg_stat_activity
WHERE datname = current_database()
  AND usename = ?
  AND pid <> pg_backend_pid()
  AND coalesce(application_name, '') NOT LIKE 'kahuna-%'
