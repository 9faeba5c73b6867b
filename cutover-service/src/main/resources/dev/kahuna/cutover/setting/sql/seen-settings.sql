-- Every setting of a fresh session of the role kahuna.role, with the level at which it stands. It shapes results
-- if sessions of the app may set it and it belongs to the client's defaults (but not to what a session loads, nor
-- to VACUUM, which has a category of its own from 18 on), to compatibility, or to an extension. In hexadecimal,
-- for the session's encoding may be any.
WITH stored AS (
  SELECT split_part(entry, '=', 1) AS name, max(level) AS level
  FROM (
    SELECT unnest(s.setconfig) AS entry,
           CASE WHEN s.setrole = 0 THEN 1 WHEN s.setdatabase = 0 THEN 2 ELSE 3 END AS level
    FROM pg_db_role_setting s
    LEFT JOIN pg_database d ON d.oid = s.setdatabase
    LEFT JOIN pg_roles r ON r.oid = s.setrole
    WHERE (d.datname = current_database() AND s.setrole = 0)
       OR (r.rolname = current_setting('kahuna.role')
           AND (s.setdatabase = 0 OR d.datname = current_database()))
  ) AS entries
  GROUP BY 1
), seen AS (
  SELECT coalesce(p.name, stored.name) AS name,
         coalesce(stored.level, 0) AS level,
         coalesce(p.source NOT IN ('default', 'override'), true) AS chosen,
         coalesce(
           (p.context = 'user' OR p.context = 'superuser' AND p.category LIKE '%Locale and Formatting')
             AND (p.category LIKE 'Client Connection Defaults%'
                  OR p.category LIKE 'Version and Platform Compatibility%'
                  OR p.category = 'Customized Options')
             AND p.category NOT LIKE '%Preloading'
             AND p.name NOT LIKE 'vacuum\_%',
           false) AS shapes_results
  FROM pg_settings p
  FULL JOIN stored ON lower(stored.name) = lower(p.name)
  WHERE p.name IS NOT NULL OR stored.name LIKE '%.%'
)
SELECT encode(convert_to(name, 'UTF8'), 'hex'),
       encode(convert_to(coalesce(current_setting(name, true), ''), 'UTF8'), 'hex'),
       level,
       chosen,
       shapes_results
FROM seen
WHERE lower(name) <> 'default_transaction_read_only'
  AND name NOT LIKE 'kahuna.%'
