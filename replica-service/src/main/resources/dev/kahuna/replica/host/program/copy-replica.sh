#!/usr/bin/env bash
# Copies the replica's PGDATA into the empty one of this host; the slot keeps the WAL until the
# standby has it. PRIMARY is the replica's connection string.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
program=$home/pgsql/pg_basebackup
[ -x "$program" ] || program=pg_basebackup
"$program" --pgdata="$home/data/pg" --dbname="$PRIMARY" --no-password --checkpoint=fast \
  --wal-method=stream --slot="$SLOT" --status-interval=1
chmod 0700 "$home/data/pg"
