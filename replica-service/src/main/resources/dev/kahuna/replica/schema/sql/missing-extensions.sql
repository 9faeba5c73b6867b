SELECT wanted
FROM unnest(string_to_array(?, ',')) AS wanted
WHERE NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = wanted)
