#!/usr/bin/env bash
# Makes a hot standby of the newest base backup: what replica-service does, in short.
# Arguments: the host's address, the major version.
set -euo pipefail
address=$1
major=$2
data=$SERVICE_HOME/data/pg

sudo apt-get install -y "postgresql-$major"

device=/dev/$(lsblk --json -o NAME,SERIAL | sed -n 's/.*"name":"\([^"]*\)","serial":"vol0a1b2c3d".*/\1/p')
sudo mkfs.xfs -q "$device"
mkdir -p "$SERVICE_HOME"/{data,etc,run,log}
echo "UUID=$(sudo blkid -s UUID -o value "$device") $SERVICE_HOME/data xfs defaults 0 2" |
  sudo tee -a /etc/fstab >/dev/null
sudo mount "$SERVICE_HOME/data"
mountpoint -q "$SERVICE_HOME/data"
sudo chown -R postgres:postgres "$SERVICE_HOME/data"
cat >"$SERVICE_HOME/etc/archive.env"

sudo systemd-run --unit=replica-restore --uid=postgres --wait \
  --property=EnvironmentFile="$SERVICE_HOME/etc/archive.env" -- wal-g backup-fetch "$data" LATEST

openssl req -new -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$address" \
  -keyout "$SERVICE_HOME/etc/server.key" -out "$SERVICE_HOME/etc/server.crt" 2>/dev/null
cat >"$SERVICE_HOME/etc/restore-wal" <<'S'
#!/usr/bin/env bash
set -a
. "$SERVICE_HOME/etc/archive.env"
wal-g wal-fetch "$1" "$2"
case $? in 0) exit 0 ;; 74) exit 1 ;; *) exit 255 ;; esac
S
chmod 0755 "$SERVICE_HOME/etc/restore-wal"
cat >>"$data/postgresql.conf" <<S
listen_addresses = '$address'
port = 5432
unix_socket_directories = '$SERVICE_HOME/run'
archive_mode = off
ssl_cert_file = '$SERVICE_HOME/etc/server.crt'
ssl_key_file = '$SERVICE_HOME/etc/server.key'
wal_retrieve_retry_interval = '200ms'
hot_standby = on
S
if [ "$major" -lt 12 ]; then
  echo "standby_mode = on" >"$data/recovery.conf"
  recovery=$data/recovery.conf
else
  touch "$data/standby.signal"
  recovery=$data/postgresql.conf
fi
echo "restore_command = '\"$SERVICE_HOME/etc/restore-wal\" \"%f\" \"%p\"'" >>"$recovery"

cat >"$SERVICE_HOME/etc/replica-postgres.service" <<S
[Unit]
Description=The replica

[Service]
User=postgres
Environment=SERVICE_HOME=$SERVICE_HOME
ExecStart="$(command -v postgres)" -D "$data"
ExecReload=/bin/kill -HUP \$MAINPID
KillMode=mixed
KillSignal=SIGINT
TimeoutStopSec=20

[Install]
WantedBy=multi-user.target
S
sudo systemctl enable --now "$SERVICE_HOME/etc/replica-postgres.service"
