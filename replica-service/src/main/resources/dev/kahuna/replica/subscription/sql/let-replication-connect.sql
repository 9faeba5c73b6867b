-- On Heroku only the owner may connect to a database.
DO $$
BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO kahuna_replication', current_database());
END
$$
