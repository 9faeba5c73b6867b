SELECT gid FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared
