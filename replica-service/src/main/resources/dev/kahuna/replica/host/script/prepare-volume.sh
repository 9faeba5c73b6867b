# Makes the EBS volume VOLUME an XFS file system, if it is empty, and mounts it permanently.
serial=${VOLUME//-/}
data=$home/data
label=kahuna

mounted() {
  mountpoint -q "$data"
}

device=$(lsblk --nodeps --noheadings --output PATH,SERIAL |
  awk -v serial="$serial" '$2 == serial { print $1 }')
if [ -z "$device" ]; then
  echo "lsblk shows no disk with the serial number $serial (yet): is volume $VOLUME attached," \
    "and is this a Nitro instance, on which EBS volumes are NVMe disks?" >&2
  exit 1
fi

# Asks the disk itself, since udev's information may be missing or stale.
on_disk() {
  sudo blkid --probe --output value --match-tag "$1" "$device" || true
}

type=$(on_disk TYPE)$(on_disk PTTYPE)
case $type/$(on_disk LABEL) in
  /) sudo mkfs.xfs -q -L "$label" "$device" ;;
  "xfs/$label") ;;
  *) reject "Volume $VOLUME holds a file system or partitions ($type) that Kahuna did not make, so it" \
    "is left alone. Empty it, or launch the host with a new volume." ;;
esac

if ! mounted; then
  uuid=$(on_disk UUID)
  grep -q "^UUID=$uuid " /etc/fstab ||
    echo "UUID=$uuid $data xfs defaults,noatime,nofail 0 2" | sudo tee -a /etc/fstab >/dev/null
  sudo mount "$data"
fi
as_postgres test -w "$data" || sudo chown postgres: "$data"
