package dev.kahuna.standin.host;

import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The disks of a host as EC2 shows them: a root disk and the EBS volumes, found by their serial
 * number. Formatting and mounting are remembered; a mounted volume is the directory itself.
 */
final class Disks {
  private static final long GIB = 1L << 30;

  /** What is on a disk. */
  record Filesystem(String type, String uuid, String label) {}

  /**
   * A disk or partition.
   *
   * @param serial of the disk; an EBS volume's id without its hyphen
   */
  static final class Disk {
    private final String name;
    private final String type;
    private final String serial;
    private final long bytes;
    private Optional<Filesystem> filesystem = Optional.empty();
    private Optional<String> mountPoint = Optional.empty();

    Disk(String name, String type, String serial, long bytes) {
      this.name = name;
      this.type = type;
      this.serial = serial;
      this.bytes = bytes;
    }

    String path() {
      return "/dev/" + name;
    }

    Optional<Filesystem> filesystem() {
      return filesystem;
    }

    Optional<String> mountPoint() {
      return mountPoint;
    }

    /** A column of {@code lsblk}; empty if this disk has no such value. */
    Optional<String> column(String column, boolean inBytes) {
      return switch (column) {
        case "NAME", "KNAME" -> Optional.of(name);
        case "PATH" -> Optional.of(path());
        case "SERIAL" -> Optional.of(serial).filter(s -> !s.isEmpty());
        case "TYPE" -> Optional.of(type);
        case "FSTYPE" -> filesystem.map(Filesystem::type);
        case "UUID" -> filesystem.map(Filesystem::uuid);
        case "MOUNTPOINT", "MOUNTPOINTS" -> mountPoint;
        case "SIZE" -> Optional.of(inBytes ? Long.toString(bytes) : bytes / GIB + "G");
        case "MODEL" -> Optional.of("Amazon Elastic Block Store").filter(m -> !serial.isEmpty());
        default -> Optional.empty();
      };
    }
  }

  private final List<Disk> disks = new ArrayList<>();
  private final Path fstab;

  Disks(List<InstanceLaunch.Volume> volumes, Path fstab) {
    this.fstab = fstab;
    var root = new Disk("nvme0n1p1", "part", "", 8 * GIB);
    root.filesystem = Optional.of(new Filesystem("ext4", UUID.randomUUID().toString(), ""));
    root.mountPoint = Optional.of("/");
    disks.add(new Disk("nvme0n1", "disk", "vol0000000000000root", 8 * GIB));
    disks.add(root);
    for (var volume : volumes) {
      disks.add(
          new Disk(
              "nvme" + (disks.size() - 1) + "n1",
              "disk",
              volume.volumeId().replace("-", ""),
              volume.sizeGib() * GIB));
    }
  }

  synchronized List<Disk> all() {
    return List.copyOf(disks);
  }

  /** A disk by its path, its {@code UUID=} or the path by which udev links its id. */
  synchronized Disk find(String device) throws IOException {
    return disks.stream()
        .filter(
            disk ->
                device.equals(disk.path())
                    || disk.filesystem.filter(fs -> device.equals("UUID=" + fs.uuid())).isPresent()
                    || !disk.serial.isEmpty() && device.endsWith("_" + disk.serial))
        .findFirst()
        .orElseThrow(() -> new IOException(device + ": no such device on this host"));
  }

  /** Puts a filesystem on a disk. */
  synchronized void format(String device, String type, String label, boolean force)
      throws IOException {
    var disk = find(device);
    if (disk.mountPoint.isPresent()) {
      throw new IOException("mkfs." + type + ": " + device + " contains a mounted filesystem");
    }
    if (disk.filesystem.isPresent() && !force) {
      throw new IOException(
          "mkfs.%s: %s appears to contain an existing filesystem (%s); use -f to force overwrite"
              .formatted(type, device, disk.filesystem.get().type()));
    }
    disk.filesystem = Optional.of(new Filesystem(type, UUID.randomUUID().toString(), label));
  }

  synchronized void mount(String device, String directory) throws IOException {
    var disk = find(device);
    if (disk.filesystem.isEmpty()) {
      throw new IOException("mount: " + directory + ": wrong fs type, no filesystem on " + device);
    }
    if (!Files.isDirectory(Path.of(directory))) {
      throw new IOException("mount: " + directory + ": mount point does not exist.");
    }
    if (disk.mountPoint.filter(directory::equals).isPresent()) {
      throw new IOException("mount: " + directory + ": " + device + " already mounted.");
    }
    disk.mountPoint = Optional.of(directory);
  }

  /** Mounts what fstab has for a directory, or all of it for an empty one. */
  synchronized void mountFromTable(String directory) throws IOException {
    boolean found = directory.isEmpty();
    for (var line : table()) {
      if ((directory.isEmpty() || line[1].equals(directory)) && mounted(line[1]).isEmpty()) {
        mount(line[0], line[1]);
      }
      found |= line[1].equals(directory);
    }
    if (!found) {
      throw new IOException("mount: " + directory + ": can't find in /etc/fstab.");
    }
  }

  private List<String[]> table() throws IOException {
    if (!Files.exists(fstab)) {
      return List.of();
    }
    return Files.readAllLines(fstab).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields.length >= 3 && fields[1].startsWith("/") && fields[1].length() > 1)
        .toList();
  }

  /** The disk that is mounted at exactly this directory. */
  synchronized Optional<Disk> mounted(String directory) {
    return disks.stream()
        .filter(disk -> disk.mountPoint.filter(directory::equals).isPresent())
        .findFirst();
  }

  /** The disk that a path is on. */
  synchronized Disk containing(Path path) {
    for (var at = path; at != null; at = at.getParent()) {
      var disk = mounted(at.toString());
      if (disk.isPresent()) {
        return disk.get();
      }
    }
    return disks.get(1);
  }

  synchronized void unmount(String deviceOrDirectory) throws IOException {
    var disk =
        mounted(deviceOrDirectory)
            .or(() -> disks.stream().filter(d -> d.path().equals(deviceOrDirectory)).findFirst())
            .orElseThrow(() -> new IOException("umount: " + deviceOrDirectory + ": not mounted."));
    disk.mountPoint = Optional.empty();
  }
}
