#!/usr/bin/env bash
# Unpacks the newest complete base backup of the archive into the empty PGDATA.
# Leaves its size for the job $1 to show.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
set -a
# shellcheck source=/dev/null
. "$home/etc/archive.env"
set +a

# Everything with a sentinel is listed. The name begins with the WAL segment in which the backup
# started, which, unlike the time, survives copying between buckets.
names=$(wal-g backup-list | awk '$1 ~ /^base_[0-9A-F_]+$/ { print $1 }' | sort -r)

sentinel() {
  wal-g st cat "basebackups_005/$1_backup_stop_sentinel.json" 2>/dev/null
}

# Whether the archive has the backup $1 and all that it adds to, as the preflight checks it.
is_complete() {
  grep -qxF "$1" <<<"$names" || return 1
  local text base
  # What can't be read is left to the fetch, which says why.
  text=$(sentinel "$1") || return 0
  case "$text" in *\}) ;; *) return 1 ;; esac
  base=$(grep -oE '"DeltaFrom": *"[^"]+"' <<<"$text" | cut -d '"' -f 4) || return 0
  is_complete "$base"
}

name=
for candidate in $names; do
  if is_complete "$candidate"; then
    name=$candidate
    break
  fi
done
if [ -z "$name" ]; then
  echo "The archive holds no complete base backup: ask Heroku's support for one."
  exit 78
fi
sentinel "$name" |
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
