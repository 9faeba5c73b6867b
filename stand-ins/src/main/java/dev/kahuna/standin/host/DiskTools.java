package dev.kahuna.standin.host;

import dev.kahuna.standin.tool.Invocation;
import dev.kahuna.standin.tool.Tool;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The programs that look at and change the {@link Disks} of a host. */
final class DiskTools {
  private static final int MOUNT_FAILED = 32;
  private static final int NOTHING_FOUND = 2;

  private final Disks disks;

  DiskTools(Disks disks) {
    this.disks = disks;
  }

  /** The tools under the names of the programs that they stand for. */
  Map<String, Tool> byName() {
    var tools = new LinkedHashMap<String, Tool>();
    tools.put("lsblk", this::lsblk);
    tools.put("mkfs", this::mkfs);
    tools.put("mkfs.xfs", this::mkfs);
    tools.put("blkid", this::blkid);
    tools.put("mount", this::mount);
    tools.put("umount", this::umount);
    tools.put("mountpoint", this::mountpoint);
    tools.put("findmnt", this::findmnt);
    return tools;
  }

  private int lsblk(Invocation call, ToolOutput output) throws IOException {
    var options =
        Options.parse(call.arguments(), Set.of("o", "output", "e", "exclude", "I", "x"), false);
    var columns =
        columns(options.last("o", "output").orElse("NAME,SIZE,TYPE,MOUNTPOINT,FSTYPE,SERIAL"));
    var wanted =
        options.rest().isEmpty() ? disks.all() : List.of(disks.find(options.rest().getFirst()));
    boolean bytes = options.has("b", "bytes");
    var shown =
        wanted.stream()
            .filter(
                d -> !options.has("d", "nodeps") || d.column("TYPE", bytes).get().equals("disk"))
            .toList();
    if (options.has("J", "json")) {
      output.print(
          shown.stream()
              .map(disk -> json(disk, columns, bytes))
              .collect(Collectors.joining(",\n  ", "{\"blockdevices\":[\n  ", "\n]}")));
      return 0;
    }
    boolean pairs = options.has("P", "pairs");
    if (!options.has("n", "noheadings") && !pairs) {
      output.print(String.join(" ", columns));
    }
    for (var disk : shown) {
      output.print(line(disk, columns, bytes, pairs) + "\n");
    }
    return 0;
  }

  private static List<String> columns(String list) {
    return Arrays.asList(list.toUpperCase(Locale.ROOT).split(","));
  }

  private static String json(Disks.Disk disk, List<String> columns, boolean bytes) {
    return columns.stream()
        .map(
            column -> {
              var value = disk.column(column, bytes);
              var text = value.map(v -> '"' + v + '"').orElse("null");
              if (column.equals("MOUNTPOINTS")) {
                text = "[" + text + "]";
              } else if (column.equals("SIZE") && bytes) {
                text = value.orElse("0");
              }
              return "\"" + column.toLowerCase(Locale.ROOT) + "\":" + text;
            })
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String line(Disks.Disk disk, List<String> columns, boolean bytes, boolean pairs) {
    return columns.stream()
        .map(
            column -> {
              var value = disk.column(column, bytes).orElse("");
              return pairs ? column + "=\"" + value + "\"" : value;
            })
        .collect(Collectors.joining(" "))
        .stripTrailing();
  }

  private int mkfs(Invocation call, ToolOutput output) throws IOException {
    var options =
        Options.parse(
            call.arguments(), Set.of("t", "type", "L", "m", "d", "l", "i", "n", "s", "b"), false);
    var device = options.rest().isEmpty() ? "" : options.rest().getLast();
    disks.format(
        device,
        options.last("t", "type").orElse("xfs"),
        options.last("L").orElse(""),
        options.has("f"));
    if (!options.has("q")) {
      output.print("meta-data=" + device + " isize=512");
    }
    return 0;
  }

  private int blkid(Invocation call, ToolOutput output) throws IOException {
    var options =
        Options.parse(call.arguments(), Set.of("s", "match-tag", "o", "output", "c", "t"), false);
    int found = 0;
    for (var disk :
        options.rest().isEmpty() ? disks.all() : List.of(disks.find(options.rest().getFirst()))) {
      if (disk.filesystem().isPresent()) {
        found++;
        output.print(blkid(disk, disk.filesystem().get(), options));
      }
    }
    return found == 0 ? NOTHING_FOUND : 0;
  }

  private static String blkid(Disks.Disk disk, Disks.Filesystem filesystem, Options options) {
    var tags = new LinkedHashMap<String, String>();
    tags.put("UUID", filesystem.uuid());
    tags.put("TYPE", filesystem.type());
    if (!filesystem.label().isEmpty()) {
      tags.put("LABEL", filesystem.label());
    }
    var asked = options.all("s", "match-tag");
    tags.keySet().removeIf(tag -> !asked.isEmpty() && !asked.contains(tag));
    if (options.last("o", "output").orElse("").equals("value")) {
      return String.join("\n", tags.values());
    }
    return tags.entrySet().stream()
        .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
        .collect(Collectors.joining(" ", disk.path() + ": ", ""));
  }

  private int mount(Invocation call, ToolOutput output) throws IOException {
    var options = Options.parse(call.arguments(), Set.of("t", "types", "o", "options"), false);
    try {
      if (options.has("a", "all")) {
        disks.mountFromTable("");
      } else if (options.rest().size() == 1) {
        disks.mountFromTable(call.path(options.rest().getFirst()).toString());
      } else if (options.rest().size() == 2) {
        disks.mount(options.rest().getFirst(), call.path(options.rest().get(1)).toString());
      } else {
        for (var disk : disks.all()) {
          disk.mountPoint().ifPresent(at -> print(output, disk.path() + " on " + at));
        }
      }
      return 0;
    } catch (IOException e) {
      output.error(e.getMessage() == null ? "mount failed" : e.getMessage());
      return MOUNT_FAILED;
    }
  }

  private static void print(ToolOutput output, String line) {
    try {
      output.print(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int umount(Invocation call, ToolOutput output) throws IOException {
    var options = Options.parse(call.arguments(), Set.of(), false);
    try {
      disks.unmount(options.rest().isEmpty() ? "" : options.rest().getFirst());
      return 0;
    } catch (IOException e) {
      output.error(String.valueOf(e.getMessage()));
      return MOUNT_FAILED;
    }
  }

  private int mountpoint(Invocation call, ToolOutput output) throws IOException {
    var options = Options.parse(call.arguments(), Set.of(), false);
    var directory = call.path(options.rest().getFirst()).toString();
    boolean mounted = disks.mounted(directory).isPresent();
    if (!options.has("q", "quiet")) {
      output.print(directory + (mounted ? " is a mountpoint" : " is not a mountpoint"));
    }
    return mounted ? 0 : MOUNT_FAILED;
  }

  private int findmnt(Invocation call, ToolOutput output) throws IOException {
    var options =
        Options.parse(
            call.arguments(),
            Set.of("o", "output", "T", "target", "M", "mountpoint", "S", "source", "t", "types"),
            false);
    var disk = mountedDisk(call, options);
    if (disk.isEmpty()) {
      return 1;
    }
    var columns = columns(options.last("o", "output").orElse("TARGET,SOURCE,FSTYPE,OPTIONS"));
    if (!options.has("n", "noheadings")) {
      output.print(String.join(" ", columns));
    }
    var found = disk.get();
    output.print(
        columns.stream()
            .map(
                column ->
                    switch (column) {
                      case "TARGET" -> found.mountPoint().orElse("");
                      case "SOURCE" -> found.path();
                      case "OPTIONS" -> "rw,relatime";
                      default -> found.column(column, false).orElse("");
                    })
            .collect(Collectors.joining(" ")));
    return 0;
  }

  private Optional<Disks.Disk> mountedDisk(Invocation call, Options options) throws IOException {
    var target = options.last("T", "target");
    if (target.isPresent()) {
      return Optional.of(disks.containing(call.path(target.get())));
    }
    var source = options.last("S", "source");
    if (source.isPresent()) {
      return Optional.of(disks.find(source.get())).filter(d -> d.mountPoint().isPresent());
    }
    var directory =
        options.last("M", "mountpoint").or(() -> options.rest().stream().findFirst()).orElse("/");
    return disks.mounted(call.path(directory).toString());
  }
}
