-- Both ends of the snapshot only grow. The upper one is past the newest transaction that has ended,
-- so a transaction older than that can end without moving it: then the lower one moves. The sum
-- changes with either. The last column shows whether such a transaction is open now.
SELECT txid_snapshot_xmin(s) + txid_snapshot_xmax(s),
       (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables),
       txid_snapshot_xmin(s) < txid_snapshot_xmax(s)
FROM txid_current_snapshot() AS s
