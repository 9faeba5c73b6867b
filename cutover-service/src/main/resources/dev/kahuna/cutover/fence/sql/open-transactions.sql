-- What a session does is hidden from other roles, but not its transaction id, nor who holds the lock that
-- every transaction has on itself. A superuser's counts once it has an id: until then it has written nothing,
-- and the provider's own come and go. Autovacuum has an id for moments, and no role.
SELECT concat_ws(' ', a.usename, 'with process id', a.pid, '(' || nullif(a.application_name, '') || ')')
FROM pg_stat_activity a
LEFT JOIN pg_roles r ON r.oid = a.usesysid
WHERE a.datname = current_database()
  AND a.pid <> pg_backend_pid()
  AND coalesce(a.application_name, '') NOT LIKE 'kahuna-%'
  AND (a.backend_xid IS NOT NULL
       OR NOT r.rolsuper
          AND EXISTS (
            SELECT FROM pg_locks l
            WHERE l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock'))
UNION ALL
SELECT format('%s with the prepared transaction %L', p.owner, p.gid)
FROM pg_prepared_xacts p
WHERE p.database = current_database()
ORDER BY 1
