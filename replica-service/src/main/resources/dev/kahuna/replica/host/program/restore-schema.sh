#!/usr/bin/env bash
# Takes SECTION (pre-data or post-data) of the schema of SOURCE_DATABASE on this host to the target,
# as the app's role, which then owns everything. What is done stands in kahuna.restored_entries on
# the target, written in the transaction that did it: begun anew, the program goes on where it was.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
job=$1
directory=$(mktemp -d)
trap 'rm -rf -- "$directory"' EXIT

program() {
  if [ -x "$home/pgsql/$1" ]; then echo "$home/pgsql/$1"; else echo "$1"; fi
}
pg_restore=$(program pg_restore)
psql=$(program psql)

# In a subshell: exported any earlier, these would lead pg_dump to the target.
target() (
  export PGHOST=$TARGET_HOST PGPORT=$TARGET_PORT PGDATABASE=$TARGET_DATABASE
  export PGUSER=$TARGET_USER PGPASSWORD=$TARGET_PASSWORD
  export PGSSLMODE=verify-full PGSSLROOTCERT=$home/etc/target-ca.crt PGCONNECT_TIMEOUT=15
  export PGOPTIONS='-c statement_timeout=0 -c client_min_messages=warning'
  exec "$psql" --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 "$@"
)

# Runs a file of SQL in one transaction with the line that says so.
commit() {
  local entry=$1 file=$2 status=0
  echo "INSERT INTO kahuna.restored_entries (entry) VALUES (:'entry');" >>"$file"
  target --single-transaction --set=entry="$entry" --file="$file" >&2 || status=$?
  # 3 is an error in the SQL, which trying again does not mend.
  if [ "$status" = 3 ]; then status=78; fi
  return "$status"
}

# SQL of the entries of the dump that are in the list.
sql() {
  "$pg_restore" --no-owner --no-privileges --use-list="$1" --file=- "$directory/dump"
}

restore_pre_data() {
  # Extensions are made before, by a role that may; so are the schemas that they are in.
  "$pg_restore" --list "$directory/dump" |
    grep -Ev '^[0-9]+; [0-9]+ [0-9]+ (EXTENSION|COMMENT - EXTENSION) ' >"$directory/list"
  sql "$directory/list" |
    sed -E 's/^CREATE SCHEMA (.*);$/CREATE SCHEMA IF NOT EXISTS \1;/' >"$directory/pre-data.sql"
  commit pre-data "$directory/pre-data.sql"
}

# The line of the list is "dump id; catalog oid, oid, what it is"; the dump id is not part of its name.
restore_entry() {
  local file=$directory/${1%%;*}
  echo "$1" >"$file.list"
  sql "$file.list" >"$file.sql"
  commit "${1#*; }" "$file.sql"
}

# Restores entries from standard input, some at a time, to the end even if one fails.
restore_entries() {
  local line running=0 status=0
  while IFS= read -r line; do
    if [ "$running" -ge "$1" ]; then
      wait -n || status=$?
      running=$((running - 1))
    fi
    restore_entry "$line" &
    running=$((running + 1))
  done
  while [ "$running" -gt 0 ]; do
    wait -n || status=$?
    running=$((running - 1))
  done
  return "$status"
}

restore_post_data() {
  local parallel='^[0-9]+; [0-9]+ [0-9]+ (INDEX|CONSTRAINT) '
  "$pg_restore" --list "$directory/dump" | grep -E '^[0-9]+; ' >"$directory/all" || true
  wc -l <"$directory/all" >"$home/log/$job.total"
  target --command='SELECT entry FROM kahuna.restored_entries' >"$directory/done"
  awk 'NR == FNR { done[$0]; next } !(substr($0, index($0, "; ") + 2) in done)' \
    "$directory/done" "$directory/all" >"$directory/open"
  # Constraints here are primary keys and the like; foreign keys need them and come after.
  { grep -E "$parallel" "$directory/open" || true; } | restore_entries "$JOBS"
  { grep -Ev "$parallel" "$directory/open" || true; } | restore_entries 1
  target --command='ANALYZE'
}

"$(program pg_dump)" --host="$home/run" --username=postgres --dbname="$SOURCE_DATABASE" \
  --format=custom --section="$SECTION" --exclude-schema=kahuna --no-owner --no-privileges \
  --no-publications --no-subscriptions --file="$directory/dump"
case $SECTION in
  pre-data)
    restored=$(target --command="SELECT count(*) FROM kahuna.restored_entries WHERE entry = 'pre-data'")
    if [ "$restored" = 0 ]; then restore_pre_data; fi
    ;;
  post-data) restore_post_data ;;
esac
