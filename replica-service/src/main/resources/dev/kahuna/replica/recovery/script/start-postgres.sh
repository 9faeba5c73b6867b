# Starts Postgres on PGDATA with Kahuna's configuration. MAJOR is its version; RECOVERY is the text
# of recovery.conf, up to 11.
data=$home/data/pg

# Removes settings for recovery and of ALTER SYSTEM that the base backup contains: their paths
# and libraries don't exist on this host. The latter is kept under another name for inspection.
as_postgres rm -f "$data/recovery.conf" "$data/recovery.signal" "$data/standby.signal" \
  "$data/postmaster.pid" "$data/postmaster.opts"
if as_postgres test -s "$data/postgresql.auto.conf" &&
  ! as_postgres test -e "$home/etc/postgresql.auto.conf.source"; then
  as_postgres cp "$data/postgresql.auto.conf" "$home/etc/postgresql.auto.conf.source"
fi
as_postgres truncate -s 0 "$data/postgresql.auto.conf"

if [ "$MAJOR" -lt 12 ]; then
  printf '%s\n' "$RECOVERY" | as_postgres tee "$data/recovery.conf" >/dev/null
else
  as_postgres touch "$data/standby.signal"
fi

sudo systemctl daemon-reload
sudo systemctl reset-failed kahuna-postgres.service 2>/dev/null || true
sudo systemctl enable --quiet --now "$home/etc/kahuna-postgres.service"
