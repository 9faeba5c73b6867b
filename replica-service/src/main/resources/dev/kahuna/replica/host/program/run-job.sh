#!/usr/bin/env bash
# Runs the program $2 under the name $1 as a transient unit and records how it ended.
set -uo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
job=$1
exec >>"$home/log/$job.log" 2>&1
echo "$(date -u +%FT%TZ) $2 begins"

# What the program leaves in the file JOB_RESULT is the job's result.
export JOB_RESULT=$home/log/$job.result
: >"$JOB_RESULT"
environment=$home/etc/$job.env
if [ -f "$environment" ]; then
  set -a
  # shellcheck source=/dev/null
  . "$environment"
  set +a
fi

"$home/bin/$2" "$job"
status=$?
rm -f "$environment"
if [ "$status" = 0 ]; then
  mv -f "$JOB_RESULT" "$home/log/$job.done"
else
  echo "$status" >"$home/log/$job.failed"
fi
exit "$status"
