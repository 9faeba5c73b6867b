-- Until the transaction ends. Heroku's event triggers came with the WAL, and some forbid extensions.
SET LOCAL session_replication_role = replica
