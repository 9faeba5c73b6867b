-- For a database that is closed only by a read-only default. Superusers belong to the provider.
SELECT (SELECT count(*)
        FROM pg_stat_activity a
        JOIN pg_roles r ON r.oid = a.usesysid
        WHERE a.datname = current_database()
          AND coalesce(a.backend_type, 'client backend') = 'client backend'
          AND NOT r.rolsuper
          AND coalesce(a.application_name, '') NOT LIKE 'kahuna-%'),
       (SELECT count(*) > 0
        FROM pg_db_role_setting s
        JOIN pg_database d ON d.oid = s.setdatabase
        WHERE d.datname = current_database()
          AND s.setrole = 0
          AND 'default_transaction_read_only=on' = ANY (s.setconfig))
