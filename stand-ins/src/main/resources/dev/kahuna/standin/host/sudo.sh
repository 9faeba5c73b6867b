#!/usr/bin/env bash
# sudo of a simulated host. Everything on the host belongs to one ordinary user, so whoever is asked
# for, the command runs as it is; the environment is reset as sudo does. Files of the machine's
# configuration are the host's own copies.
set -u
keep_environment=no
while [ $# -gt 0 ]; do
  case $1 in
    -u | -g | --user | --group) shift 2 ;;
    -u* | -g* | --user=* | --group=*) shift ;;
    --preserve-env*) keep_environment=yes && shift ;;
    --) shift && break ;;
    --non-interactive | --set-home | --login) shift ;;
    -*u) shift 2 ;;
    -*E*) keep_environment=yes && shift ;;
    -[nHSki]*) shift ;;
    -*) echo "sudo: this stand-in does not know the option $1" >&2 && exit 1 ;;
    *) break ;;
  esac
done

assignments=()
while [ $# -gt 0 ] && [[ $1 =~ ^[A-Za-z_][A-Za-z_0-9]*= ]]; do
  assignments+=("$1")
  shift
done

command=()
for word in "$@"; do
  case $word in
    /etc/fstab | /etc/systemd/* | /etc/apt/* | /etc/postgresql* | /etc/sysctl* | /etc/default/* | /usr/local/*)
      word=$HOST_ROOT$word
      mkdir -p "$(dirname "$word")"
      ;;
  esac
  command+=("$word")
done

if [ ${#command[@]} -eq 0 ]; then
  exit 0
fi
if [ "$keep_environment" = no ]; then
  for name in $(compgen -e); do
    case " PATH HOME LANG LC_ALL TERM TZ HOST_ROOT SUDO_KEEPS $SUDO_KEEPS " in
      *" $name "*) ;;
      *) unset "$name" ;;
    esac
  done
fi
export USER=root LOGNAME=root SUDO_USER=ubuntu
for assignment in "${assignments[@]}"; do
  export "${assignment?}"
done
exec "${command[@]}"
