-- Made by initdb, and kept by everything that is restored from or follows this server.
SELECT system_identifier::text FROM pg_control_system()
