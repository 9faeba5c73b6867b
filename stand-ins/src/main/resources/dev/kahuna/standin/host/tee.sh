#!/usr/bin/env bash
# tee of a simulated host: files of the machine's configuration are the host's own copies.
set -u
words=()
for word in "$@"; do
  case $word in
    /etc/* | /usr/local/*)
      word=$HOST_ROOT$word
      mkdir -p "$(dirname "$word")"
      ;;
  esac
  words+=("$word")
done
exec /usr/bin/tee "${words[@]}"
