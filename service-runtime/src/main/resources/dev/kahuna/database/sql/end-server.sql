-- The unit starts the server again, with the settings as they are now.
COPY (SELECT '') TO PROGRAM 'kill -9 "$(head -n 1 postmaster.pid)"'
