SELECT txid_snapshot_xmax(txid_current_snapshot()),
       (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables)
