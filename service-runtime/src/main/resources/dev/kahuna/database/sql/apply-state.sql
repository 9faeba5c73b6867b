SELECT
  s.subenabled,
  EXISTS (
    SELECT
    FROM pg_stat_subscription w
    WHERE w.subid = s.oid AND w.relid IS NULL AND w.pid IS NOT NULL)
FROM pg_subscription s
WHERE s.subname = ?
