SELECT set_config('statement_timeout', ?, false), set_config('lock_timeout', '10s', false)
