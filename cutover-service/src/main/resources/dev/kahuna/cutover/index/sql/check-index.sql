SELECT bt_index_check(CAST(? AS regclass))
