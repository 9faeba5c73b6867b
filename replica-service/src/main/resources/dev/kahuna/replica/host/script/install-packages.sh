# Installs Postgres MAJOR, WAL-G and a time service, unless they are installed: Postgres
# from the distribution if that has the version, else from the project's own packages.
sudo -n true 2>/dev/null || reject "The login user $(id -un) may not run sudo without a password:" \
  "allow it, or choose a replica.image whose user may."

postgres_directory() {
  local directory
  local -a candidates
  IFS=: read -r -a candidates <<<"/usr/lib/postgresql/$MAJOR/bin:$PATH"
  for directory in "${candidates[@]}"; do
    if [ -x "$directory/postgres" ] &&
      "$directory/postgres" --version | grep -Eq "\(PostgreSQL\) $MAJOR([^0-9]|\$)"; then
      echo "$directory"
      return
    fi
  done
}

install_packages() {
  sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2
}

install_postgres() {
  sudo apt-get update -q >&2
  install_packages ca-certificates curl openssl postgresql-common xfsprogs
  # Otherwise the package creates and starts a server on port 5432.
  sudo mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' |
    sudo tee /etc/postgresql-common/createcluster.d/kahuna.conf >/dev/null
  apt-cache show "postgresql-$MAJOR" >/dev/null 2>&1 ||
    sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y >&2
  install_packages "postgresql-$MAJOR"
}

install_wal_g() {
  local program architecture checksum url
  architecture=$(uname -m)
  case $architecture in
    x86_64) architecture=amd64 checksum=$WALG_SHA256_AMD64 ;;
    aarch64) checksum=$WALG_SHA256_AARCH64 ;;
    *) reject "There is no WAL-G for the architecture $architecture: choose another replica.instance-type." ;;
  esac
  url=${WALG_URL//%s/$architecture}
  command -v curl >/dev/null || {
    sudo apt-get update -q >&2
    install_packages ca-certificates curl
  }
  program=$(mktemp)
  curl -fsSL --retry 3 -o "$program" "$url" ||
    reject "The host cannot download $url. Let the hosts reach it, set kahuna.wal-g.url to a copy that" \
      "they can reach, or choose a replica.image with wal-g on the path."
  echo "$checksum  $program" | sha256sum --check --quiet >&2 ||
    reject "$url does not match kahuna.wal-g.sha256.$architecture ($checksum) and is not" \
      "installed: set the checksum of the WAL-G that you trust."
  sudo install -m 0755 "$program" /usr/local/bin/wal-g
  rm -f -- "$program"
}

# S3 refuses requests of a host whose clock is off by more than 15 minutes.
install_clock() {
  sudo apt-get update -q >&2
  install_packages chrony
}

[ -n "$(postgres_directory)" ] || install_postgres
directory=$(postgres_directory)
[ -n "$directory" ] || reject "Postgres $MAJOR was installed but cannot be found: look for postgres on the host."
command -v wal-g >/dev/null || install_wal_g
systemctl is-enabled --quiet chrony.service systemd-timesyncd.service 2>/dev/null || install_clock

as_postgres test -w "$home" || {
  sudo mkdir -p "$home"
  sudo chown postgres: "$home"
}
as_postgres mkdir -p "$home/data" "$home/etc" "$home/run" "$home/log" "$home/bin"
as_postgres chmod 0755 "$home" "$home/bin"
as_postgres chmod 0700 "$home/etc" "$home/log" "$home/run"
as_postgres ln -sfn "$directory" "$home/pgsql"
