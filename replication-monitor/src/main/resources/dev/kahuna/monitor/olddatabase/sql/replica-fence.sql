-- Covers all databases of the server. Changes replicated from Aurora don't count: no client made them.
SELECT (SELECT count(*)
        FROM pg_stat_activity a
        JOIN pg_roles r ON r.oid = a.usesysid
        WHERE a.backend_type = 'client backend'
          AND NOT r.rolsuper
          AND r.rolname <> 'kahuna_replication'),
       (SELECT count(*) = 0
        FROM pg_roles
        WHERE rolcanlogin AND NOT rolsuper AND rolname <> 'kahuna_replication')
