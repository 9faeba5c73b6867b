-- A materialized view may compute for hours, whatever the rows.
SELECT set_config('statement_timeout', '60s', false),
       set_config('lock_timeout', '60s', false)
