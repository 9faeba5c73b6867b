# Stops Postgres and empties PGDATA, which is Kahuna's own.
data=$home/data/pg
sudo systemctl stop kahuna-postgres.service 2>/dev/null || true
if systemctl is-active --quiet kahuna-postgres.service; then
  echo "kahuna-postgres.service did not stop: look at the journal of the unit on the host" >&2
  exit 1
fi
as_postgres rm -rf -- "$data"
as_postgres mkdir -m 0700 "$data"
