SELECT pg_promote(false)
