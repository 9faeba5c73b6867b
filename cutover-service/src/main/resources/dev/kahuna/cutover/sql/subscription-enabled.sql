SELECT subenabled FROM pg_subscription
WHERE subname = 'kahuna'
  AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
