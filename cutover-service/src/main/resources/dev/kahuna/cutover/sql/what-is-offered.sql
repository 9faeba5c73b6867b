SELECT 'extension', name::text FROM pg_available_extensions
UNION ALL
SELECT 'type', typname::text FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace
