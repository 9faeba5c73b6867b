-- Whether the table c has nothing by which a subscriber would find its changed rows. Published like this, it
-- refuses UPDATE and DELETE.
c.relreplident <> 'f'
AND NOT EXISTS (
  SELECT
  FROM pg_index i
  WHERE i.indrelid = c.oid
    AND i.indisvalid
    AND ((c.relreplident = 'd' AND i.indisprimary AND i.indimmediate)
      OR (c.relreplident = 'i' AND i.indisreplident)))
