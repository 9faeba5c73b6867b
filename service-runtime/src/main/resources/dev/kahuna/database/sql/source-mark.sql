-- Both ends of the snapshot only grow. The upper one is past the newest transaction that has ended,
-- so a transaction older than that can end without moving it: then the lower one moves. The sum
-- changes with either.
--
-- Rows are counted by the statistics, those of the catalog too: TRUNCATE and all DDL change some there.
-- ANALYZE, which autovacuum runs, changes none but the planner's statistics. Sequences are not counted,
-- so their values are hashed.
SELECT txid_snapshot_xmin(s) + txid_snapshot_xmax(s),
       (SELECT coalesce(sum(pg_stat_get_tuples_inserted(c.oid)
                            + pg_stat_get_tuples_updated(c.oid)
                            + pg_stat_get_tuples_deleted(c.oid)), 0)::bigint
        FROM pg_class c
        WHERE c.relkind IN ('r', 't', 'm')
          AND NOT c.relisshared
          AND c.oid NOT IN (
            SELECT unnest(ARRAY[p.oid, p.reltoastrelid])
            FROM pg_class p
            WHERE p.relnamespace = 'pg_catalog'::regnamespace AND p.relname LIKE 'pg\_statistic%')),
       (SELECT coalesce(sum(('x' || substr(md5(concat_ws(' ', schemaname, sequencename, last_value)), 1, 12))
                            ::bit(48)::bigint), 0)::bigint
        FROM pg_sequences)
FROM txid_current_snapshot() AS s
