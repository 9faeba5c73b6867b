# Prints the facts that recovery needs: whether Postgres runs, where Kahuna's directory is, the system
# user of Postgres, memory and volume, whether it can count statements, PGDATA's version, and pg_controldata where there is one of that version.
echo "running: $(systemctl is-active kahuna-postgres.service || true)"
echo "home: $home"
echo "system user: $(as_postgres id -un)"
echo "memory in MiB: $(free --mebi | awk '$1 == "Mem:" { print $2 }')"
read -r size free <<<"$(df --block-size=1M --output=size,avail "$home/data" | tail -n 1)"
echo "volume in MiB: $size"
echo "free in MiB: $free"
programs=$(dirname "$(readlink -f "$home/pgsql/postgres")")
echo "statements library: $(find "$programs/../lib" -name pg_stat_statements.so -print -quit)"
major=$(as_postgres cat "$home/data/pg/PG_VERSION")
echo "major version: $major"
# The control file's form changes with the major version: another one's program misreads it.
for program in "$home/pgsql/pg_controldata" pg_controldata; do
  if "$program" --version 2>/dev/null | grep -q " $major\."; then
    as_postgres env LC_ALL=C "$program" "$home/data/pg"
    break
  fi
done
