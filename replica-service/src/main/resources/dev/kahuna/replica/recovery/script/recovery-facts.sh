# Prints what recovery has to go by: whether Postgres runs, where Kahuna's directory is, the system
# user of Postgres, PGDATA's version, and pg_controldata.
program=$home/pgsql/pg_controldata
as_postgres test -x "$program" || program=pg_controldata
echo "running: $(systemctl is-active kahuna-postgres.service || true)"
echo "home: $home"
echo "system user: $(as_postgres id -un)"
echo "major version: $(as_postgres cat "$home/data/pg/PG_VERSION")"
as_postgres env LC_ALL=C "$program" "$home/data/pg"
