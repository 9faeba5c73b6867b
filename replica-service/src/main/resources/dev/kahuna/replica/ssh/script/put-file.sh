# Writes TEXT to FILE (below Kahuna's directory) with MODE, atomically.
# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$TEXT" | as_postgres bash -c '
  umask 077
  cat >"$1.new"
  chmod "$2" "$1.new"
  mv -f "$1.new" "$1"
' put-file "$home/$FILE" "$MODE"
