#!/usr/bin/env bash
# Makes the image $1 of a Debian like the ones that EC2 offers: it boots, lets a user with sudo log
# in, and has neither Postgres nor WAL-G. $2 is the suite, $3 an empty directory to build in.
set -euo pipefail
image=$1
suite=$2
root=$3/root

command -v debootstrap >/dev/null || {
  echo "debootstrap is missing, which makes the image of a booted host: apt-get install debootstrap" >&2
  exit 1
}
debootstrap --variant=minbase \
  --include=ca-certificates,curl,dbus,fdisk,iproute2,openssh-server,procps,sudo,systemd,systemd-sysv,udev \
  "$suite" "$root" http://deb.debian.org/debian
# The machine's own way to the package registry.
cp /etc/apt/apt.conf.d/*proxy* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true

chroot "$root" useradd --create-home --shell /bin/bash ubuntu
echo 'ubuntu ALL=(ALL) NOPASSWD:ALL' >"$root/etc/sudoers.d/ubuntu"
rm -f "$root"/etc/ssh/ssh_host_*

# In a container nobody tells udev the serial numbers of disks, and systemd leaves fstab alone.
cat >"$root/usr/local/sbin/boot-volumes" <<'PROGRAM'
#!/bin/sh
mkdir -p /run/udev/data
while read -r number serial; do
  printf 'E:ID_SERIAL_SHORT=%s\n' "$serial" >"/run/udev/data/b$number"
done </etc/volumes
mount -a
PROGRAM
chmod 0755 "$root/usr/local/sbin/boot-volumes"
cat >"$root/etc/systemd/system/boot-volumes.service" <<'UNIT'
[Unit]
Description=Serial numbers of the volumes, and fstab
DefaultDependencies=no
Before=local-fs.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/boot-volumes

[Install]
WantedBy=local-fs.target
UNIT
chroot "$root" systemctl enable --quiet boot-volumes.service ssh.service
chroot "$root" systemctl mask --quiet systemd-udevd.service systemd-udev-trigger.service getty.target

tar --directory "$root" --create . | docker import - "$image" >/dev/null
