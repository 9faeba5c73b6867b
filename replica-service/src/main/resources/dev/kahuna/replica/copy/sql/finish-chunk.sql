UPDATE kahuna.copied_chunks
SET rows = ?, bytes = ?, copied_at = clock_timestamp()
WHERE schema = ? AND relation = ? AND chunk = 0
