#!/usr/bin/env bash
# Unpacks the newest complete base backup of the archive into the empty PGDATA.
# Leaves its size for the job $1 to show.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
set -a
# shellcheck source=/dev/null
. "$home/etc/archive.env"
set +a

# Only complete backups are listed. The name begins with the WAL segment in which the backup
# started, which, unlike the time, survives copying between buckets.
name=$(wal-g backup-list | awk '$1 ~ /^base_/ { print $1 }' | sort | tail -n 1)
if [ -z "$name" ]; then
  echo "The archive holds no complete base backup: ask Heroku's support for one."
  exit 78
fi
wal-g st cat "basebackups_005/${name}_backup_stop_sentinel.json" 2>/dev/null |
  grep -oE '"(UncompressedSize|expanded_size_bytes)": *[0-9]+' | grep -oE '[0-9]+$' \
  >"$home/log/$1.total" || true
# A backup larger than the free space can't fit.
total=$(cat "$home/log/$1.total")
free=$(df --block-size=1 --output=avail "$home/data" | tail -n 1)
if [ "${total:-0}" -gt "$free" ]; then
  echo "The base backup $name takes $total bytes, but the volume has only $free free:" \
    "request a new migration with a larger replica.volume."
  exit 78
fi
wal-g backup-fetch "$home/data/pg" "$name"
chmod 0700 "$home/data/pg"
echo "$name" >"$JOB_RESULT"
