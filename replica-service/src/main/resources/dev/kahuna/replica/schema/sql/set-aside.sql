INSERT INTO kahuna.row_checks (holder, name, definition, validated, comments)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
