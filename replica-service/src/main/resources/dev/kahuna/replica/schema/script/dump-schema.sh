# Prints a section of the schema of SOURCE_DATABASE on this host, pre-data or post-data, as SQL. Every name is quoted,
# since the target's version may reserve it. A hot standby runs no statement of a session that is serializable by
# default.
program=$home/pgsql/pg_dump
if [ ! -x "$program" ]; then program=pg_dump; fi
as_postgres env PGOPTIONS='-c default_transaction_isolation=repeatable\ read' "$program" \
  --host="$home/run" --username=postgres --dbname="$SOURCE_DATABASE" \
  --section="$SECTION" --encoding=UTF8 --exclude-schema=kahuna --exclude-schema=_heroku \
  --quote-all-identifiers --no-owner --no-privileges --no-tablespaces \
  --no-publications --no-subscriptions
