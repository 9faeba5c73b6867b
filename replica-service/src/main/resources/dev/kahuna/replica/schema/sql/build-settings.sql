-- As pg_dump would have it. A commit need not be waited for: what a crash takes it takes with its
-- line in the journal. As much memory for each of so many builds as a quarter of what the
-- server has for its buffers, but never less than it would give by itself.
SELECT set_config('search_path', '', false),
       set_config('synchronous_commit', 'off', false),
       -- Of an instance that was killed no build goes on for hours.
       set_config('client_connection_check_interval', '10s', false),
       set_config('check_function_bodies', 'off', false),
       set_config('client_min_messages', 'warning', false),
       set_config('xmloption', 'content', false),
       set_config('row_security', 'off', false),
       set_config(
         'maintenance_work_mem',
         greatest(
           pg_size_bytes(current_setting('maintenance_work_mem')) / 1024,
           least(2097152, pg_size_bytes(current_setting('shared_buffers')) / 1024 / 4 / ?)) || 'kB',
         false)
