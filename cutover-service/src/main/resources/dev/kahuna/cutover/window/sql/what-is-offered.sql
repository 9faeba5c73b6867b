SELECT 'extension', name::text FROM pg_available_extensions
UNION ALL
SELECT 'type', typname::text FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace
UNION ALL
SELECT 'role of a policy', rolname::text FROM pg_roles
