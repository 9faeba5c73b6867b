-- The messages of pgoutput, version 1: R describes a relation (its id, its schema, its name, each string ended
-- by a zero byte), I, U and D change a row of it, T truncates relations. The slot is read and not advanced.
-- Versions before 13 do not know wal_status.
WITH message AS MATERIALIZED (
  SELECT change.data
  FROM pg_replication_slots s
  CROSS JOIN LATERAL pg_logical_slot_peek_binary_changes(
    s.slot_name, NULL, 10000, 'proto_version', '1', 'publication_names', ?) AS change
  WHERE s.slot_name = ?
    AND NOT s.active
    AND coalesce(to_jsonb(s) ->> 'wal_status', '') <> 'lost'
),
relation AS (
  SELECT DISTINCT
    substring(data FROM 2 FOR 4) AS id,
    string_to_array(encode(substring(data FROM 6), 'escape'), '\000') AS names
  FROM message
  WHERE get_byte(data, 0) = ascii('R')
),
change AS (
  SELECT
    CASE get_byte(data, 0)
      WHEN ascii('T') THEN substring(data FROM 7 FOR 4)
      ELSE substring(data FROM 2 FOR 4)
    END AS id
  FROM message
  WHERE get_byte(data, 0) IN (ascii('I'), ascii('U'), ascii('D'), ascii('T'))
),
by_table AS (
  SELECT
    coalesce(
      (SELECT min(format('%s.%s', r.names[1], r.names[2])) FROM relation r WHERE r.id = c.id),
      'a table') AS name,
    count(*) AS changes
  FROM change c
  GROUP BY c.id
)
SELECT format('%s (%s changes)', name, changes)
FROM by_table
WHERE name NOT LIKE 'kahuna.%'
ORDER BY name
