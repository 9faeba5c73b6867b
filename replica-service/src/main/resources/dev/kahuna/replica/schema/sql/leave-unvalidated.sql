UPDATE kahuna.row_checks SET validated = false WHERE holder = ? AND name = ?
