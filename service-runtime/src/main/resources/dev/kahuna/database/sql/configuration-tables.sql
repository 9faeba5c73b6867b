-- Tables of extensions that hold rows of the app, in the order in which the extension declared them. An empty
-- condition means all rows; another one begins with WHERE.
SELECT e.extname,
       n.nspname,
       c.relname,
       format('%I.%I', n.nspname, c.relname),
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
        FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          -- Up to 11 there are no generated columns and no attribute that says so.
          AND coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''),
       coalesce(config.condition, '')
FROM pg_extension e
CROSS JOIN LATERAL unnest(e.extconfig, e.extcondition) WITH ORDINALITY AS config (relation, condition, place)
JOIN pg_class c ON c.oid = config.relation
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p'
ORDER BY e.extname, config.place
