# Starts PROGRAM of Kahuna's bin directory as the transient unit of JOB.
log=$home/log
as_postgres rm -f "$log/$JOB.done" "$log/$JOB.failed" "$log/$JOB.total"
tries=$(as_postgres cat "$log/$JOB.tries" 2>/dev/null || true)
echo $((${tries:-0} + 1)) | as_postgres tee "$log/$JOB.tries" >/dev/null
sudo systemctl reset-failed "kahuna-$JOB.service" 2>/dev/null || true
sudo systemd-run --quiet --collect --unit="kahuna-$JOB" --uid=postgres --gid=postgres \
  "$home/bin/run-job" "$JOB" "$PROGRAM"
