SELECT count(*) > 0
FROM kahuna.fence
WHERE id = ? AND (extract(epoch FROM written_at) * 1000000)::bigint >= CAST(? AS bigint)
