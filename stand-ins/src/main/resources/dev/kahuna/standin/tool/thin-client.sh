#!/usr/bin/env bash
# A program of a stand-in. It hands its arguments, directory and environment to the stand-in's own
# process, prints what comes back and ends as it is told. It starts no JVM and no other process,
# because recovery runs it many times a second.
tool_port=@PORT@
tool_token=@TOKEN@

if ! { exec 3<>"/dev/tcp/127.0.0.1/$tool_port"; } 2>/dev/null; then
  echo "${0##*/}: the stand-in does not answer; it has probably ended" >&2
  exit 1
fi
mapfile -d '' -t environment </proc/self/environ
printf '%s\0' "$tool_token" "$PWD" "$#" "$@" "${environment[@]}" '' >&3

while IFS= read -r -u 3 line; do
  case $line in
    o*) printf '%s\n' "${line:1}" ;;
    e*) printf '%s\n' "${line:1}" >&2 ;;
    x*) exit "${line:1}" ;;
  esac
done
echo "${0##*/}: the stand-in ended before it answered" >&2
exit 1
