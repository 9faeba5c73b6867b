-- Only a superuser may publish all tables, which Aurora's master user is not: so it lists the
-- tables of the forward subscription, which still exists. Those of an extension are not the master user's.
DO $$
DECLARE
  tables text;
BEGIN
  IF EXISTS (SELECT FROM pg_publication WHERE pubname = 'kahuna_reverse') THEN
    RETURN;
  END IF;
  SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO tables
  FROM pg_subscription_rel s
  JOIN pg_subscription u ON u.oid = s.srsubid
  JOIN pg_class c ON c.oid = s.srrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE u.subname = 'kahuna'
    AND u.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND NOT
\i /dev/kahuna/database/sql/of-extension.sql
  ;
  EXECUTE format('CREATE PUBLICATION kahuna_reverse FOR TABLE %s', tables);
END
$$
