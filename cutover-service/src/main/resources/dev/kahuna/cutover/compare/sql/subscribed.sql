SELECT n.nspname, c.relname, s.srsubstate::text
FROM pg_subscription_rel s
JOIN pg_class c ON c.oid = s.srrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_subscription u ON u.oid = s.srsubid
WHERE u.subname = ?
