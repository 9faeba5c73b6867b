# Prints whether Postgres runs, and the end of its log.
systemctl is-active kahuna-postgres.service || true
as_postgres tail -n 5 "$home/log/postgres.log" || true
