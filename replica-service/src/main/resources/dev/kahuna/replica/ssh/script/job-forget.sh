# Forgets the tries of JOB, so that it can be begun anew.
as_postgres rm -f "$home/log/$JOB.failed" "$home/log/$JOB.tries"
