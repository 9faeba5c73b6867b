# Forgets the starts of JOB, so that it can be started again.
as_postgres rm -f "$home/log/$JOB.failed" "$home/log/$JOB.tries"
