SELECT set_config(convert_from(decode('%s', 'hex'), 'UTF8'), convert_from(decode('%s', 'hex'), 'UTF8'), false)
