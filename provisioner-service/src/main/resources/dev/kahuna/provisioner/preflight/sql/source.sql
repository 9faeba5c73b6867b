-- Version, size and settings of the source. Any role that can connect may read them.
SELECT current_setting('server_version_num')::int / 10000 AS major_version,
       pg_size_bytes(current_setting('wal_segment_size')) AS wal_segment_bytes,
       pg_database_size(current_database()) AS bytes
