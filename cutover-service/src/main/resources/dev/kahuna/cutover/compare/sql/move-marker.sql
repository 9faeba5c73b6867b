-- One row for all waits, with a later time each time, even if the clock stops or goes back. Whole
-- microseconds, because up to version 13 the seconds are a float, whose text is rounded.
INSERT INTO kahuna.fence AS fence (id, written_at) VALUES (?, clock_timestamp())
ON CONFLICT (id) DO UPDATE
SET written_at = greatest(clock_timestamp(), fence.written_at + interval '1 microsecond')
RETURNING (extract(epoch FROM written_at) * 1000000)::bigint::text
