# Prints the state of JOB, the bytes of DIRECTORY, the bytes expected and how often it was started,
# then the result of a job that is done or the end of the log of one that failed.
log=$home/log
if systemctl is-active --quiet "kahuna-$JOB"; then
  state=running
elif as_postgres test -e "$log/$JOB.done"; then
  state='done'
elif as_postgres test -e "$log/$JOB.failed"; then
  state=failed
else
  state=absent
fi
echo "$state"
bytes=0
if [ -n "$DIRECTORY" ] && as_postgres test -d "$home/$DIRECTORY"; then
  # Files come and go meanwhile, and du complains about those that are gone.
  bytes=$({ as_postgres du -sb "$home/$DIRECTORY" 2>/dev/null || true; } | cut -f 1)
fi
echo "${bytes:-0}"
total=$(as_postgres cat "$log/$JOB.total" 2>/dev/null || true)
echo "${total:-0}"
tries=$(as_postgres cat "$log/$JOB.tries" 2>/dev/null || true)
echo "${tries:-0}"
case $state in
  done) as_postgres cat "$log/$JOB.done" ;;
  failed)
    as_postgres cat "$log/$JOB.failed"
    as_postgres tail -n 6 "$log/$JOB.log"
    ;;
esac
