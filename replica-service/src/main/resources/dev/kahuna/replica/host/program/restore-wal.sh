#!/usr/bin/env bash
# Postgres's restore_command: fetches segment $1 from the archive to $2.
#
# 1 means "the archive does not have it", and recovery asks again. Anything over 125 stops recovery,
# so that an unreachable archive never looks like the end of the archive. WAL-G exits with 74 for a missing
# segment, and fetches the following segments in the background. Replay waits for this program, which
# therefore starts no other process than WAL-G.
home=${0%/*}/..
set -a
# shellcheck source=/dev/null
. "$home/etc/archive.env" || exit 255
set +a
wal-g wal-fetch "$1" "$2"
case $? in
  0) exit 0 ;;
  74) exit 1 ;;
  *) exit 255 ;;
esac
