SELECT count(*) > 0
FROM kahuna.fence
WHERE id = ? AND extract(epoch FROM written_at)::numeric >= CAST(? AS numeric)
