-- The settings of pg_dump. Commits need not be waited for: what a crash loses, it loses together with its
-- line in the journal. All builds together get a quarter of the memory of the server's buffers, but none
-- gets less than the server's default.
SELECT set_config('search_path', '', false),
       set_config('synchronous_commit', 'off', false),
       -- Keeps the build of a killed instance from running on for hours.
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
