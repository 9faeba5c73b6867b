# Every script on a host begins with this. Status 78 means that the operator must change something.
set -euo pipefail
export LC_ALL=C.UTF-8
# shellcheck disable=SC2034 # not every script uses it
home=${KAHUNA_HOME:-/var/lib/kahuna}
cd /

reject() {
  echo "$*" >&2
  exit 78
}

as_postgres() {
  sudo -u postgres "$@"
}
