#!/usr/bin/env bash
# tee of a sandbox host: files of the machine's configuration are the host's own copies.
set -u
words=()
for word in "$@"; do
  case $word in
    /etc/* | /usr/local/*)
      word=$SANDBOX_ROOT$word
      mkdir -p "$(dirname "$word")"
      ;;
  esac
  words+=("$word")
done
exec /usr/bin/tee "${words[@]}"
