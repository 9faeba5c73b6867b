#!/usr/bin/env bash
# Unpacks lz4 tar files into the directory $1, $2 of them at a time. The file $3 has their addresses,
# a line each.
set -euo pipefail
one=$(
  cat <<'S'
set -o pipefail
curl --fail --silent --show-error "$2" | lz4 -dc | tar x -C "$1"
S
)
xargs --arg-file="$3" --delimiter='\n' --max-procs="$2" --max-args=1 bash -c "$one" unpack "$1"
