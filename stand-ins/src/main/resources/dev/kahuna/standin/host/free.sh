#!/usr/bin/env bash
# free of a simulated host, which has 2 GiB of memory: several of them share one machine.
[ "$*" = --mebi ] || {
  echo "free: only --mebi is known here, not $*" >&2
  exit 1
}
echo "               total        used        free"
echo "Mem:            2048         256        1792"
