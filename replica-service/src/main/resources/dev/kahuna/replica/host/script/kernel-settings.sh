# Applies the kernel settings that a Postgres server needs, now and after a reboot.
settings=/etc/sysctl.d/60-kahuna.conf
memory=$(free --mebi | awk '$1 == "Mem:" { print $2 }')
wanted="# What the servers of a Kahuna migration want of the kernel.
# Keeps Postgres' memory from being swapped out in favour of the file cache.
vm.swappiness = 1
# Written back early and steadily, not all at once when a checkpoint syncs.
vm.dirty_background_bytes = 268435456
vm.dirty_bytes = 1073741824
# Shared memory may have huge pages, made when they are asked for: with small ones each of hundreds
# of sessions has a page table of its own for all of shared_buffers.
vm.nr_overcommit_hugepages = $((memory * 30 / 100 / 2))"
if [ "$(sudo cat "$settings" 2>/dev/null)" != "$wanted" ]; then
  echo "$wanted" | sudo tee "$settings" >/dev/null
fi
# In a container, where the host owns the kernel, its settings stay as they are.
sudo sysctl --quiet --load="$settings" >&2 || echo "The kernel's settings were refused." >&2
