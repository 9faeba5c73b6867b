-- A DO block takes no parameters; it reads the role's name from here.
SELECT set_config('kahuna.role', ?, false)
