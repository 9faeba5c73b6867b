#!/usr/bin/env bash
# install of a simulated host: without owners, since everything belongs to one user there.
set -u
words=()
while [ $# -gt 0 ]; do
  case $1 in
    -o | -g | --owner | --group) shift ;;
    --owner=* | --group=*) ;;
    -do | -dg) words+=(-d) && shift ;;
    /etc/* | /usr/local/*)
      words+=("$HOST_ROOT$1")
      mkdir -p "$(dirname "$HOST_ROOT$1")"
      ;;
    *) words+=("$1") ;;
  esac
  shift
done
exec /usr/bin/install "${words[@]}"
