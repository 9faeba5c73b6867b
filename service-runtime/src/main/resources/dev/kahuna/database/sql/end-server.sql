-- The unit starts the server again, with the settings as they are now. The program reads its input first: if it ended
-- before the server had written to it, the statement would fail.
COPY (SELECT '') TO PROGRAM 'cat > /dev/null; kill -9 "$(head -n 1 postmaster.pid)"'
