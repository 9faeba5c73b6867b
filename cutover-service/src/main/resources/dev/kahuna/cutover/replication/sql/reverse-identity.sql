-- The tables on Aurora were made from the replica's schema before it gave those without a key an identity.
-- Published without one, they would refuse UPDATE and DELETE.
DO $$
DECLARE
  unidentified regclass;
BEGIN
  FOR unidentified IN
    SELECT c.oid
    FROM pg_subscription_rel s
    JOIN pg_subscription u ON u.oid = s.srsubid
    JOIN pg_class c ON c.oid = s.srrelid
    WHERE u.subname = 'kahuna'
      AND u.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
      AND
\i /dev/kahuna/identity/sql/lacks-identity.sql
  LOOP
    EXECUTE format('ALTER TABLE %s REPLICA IDENTITY FULL', unidentified);
  END LOOP;
END
$$
