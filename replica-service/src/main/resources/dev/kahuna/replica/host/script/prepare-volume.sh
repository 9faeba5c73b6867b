# Makes the EBS volume VOLUME an XFS file system, if it is empty, and mounts it for good.
serial=${VOLUME//-/}
data=$home/data

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

# As root, lsblk looks at the disk itself where udev knows nothing yet.
type=$(sudo lsblk --nodeps --noheadings --output FSTYPE "$device" | tr -d '[:space:]')
case $type in
  '') sudo mkfs.xfs -q "$device" ;;
  xfs) ;;
  *) reject "Volume $VOLUME holds a file system of type $type, which Kahuna did not make: it is" \
    "left alone. Empty it, or launch the host with a new volume." ;;
esac

if ! mounted; then
  uuid=$(sudo lsblk --nodeps --noheadings --output UUID "$device" | tr -d '[:space:]')
  if [ -z "$uuid" ]; then
    echo "lsblk shows no UUID for $device yet" >&2
    exit 1
  fi
  grep -q "^UUID=$uuid " /etc/fstab ||
    echo "UUID=$uuid $data xfs defaults,noatime,nofail 0 2" | sudo tee -a /etc/fstab >/dev/null
  sudo mount "$data"
fi
as_postgres test -w "$data" || sudo chown postgres: "$data"
