-- Fills the segment, so that it is archived at once and not after archive_timeout.
SELECT count(pg_logical_emit_message(false, 'kahuna', repeat('x', 1000000)))
FROM generate_series(0, pg_size_bytes(current_setting('wal_segment_size')) / 1000000)
