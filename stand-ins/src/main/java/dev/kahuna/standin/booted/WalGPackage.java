package dev.kahuna.standin.booted;

import dev.kahuna.standin.archive.WalGProgram;
import dev.kahuna.standin.process.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The stand-in for WAL-G as a download, which like WAL-G's own releases is one program. It needs
 * the stand-in's classes and this JDK, which a host sees at {@link #AT} and {@link #JDK}.
 *
 * @param directory what a host sees at {@link #AT}
 * @param sha256 of the download
 */
record WalGPackage(Path directory, String sha256) {
  static final String AT = "/opt/stand-in";
  static final String JDK = "/opt/jdk";

  private static final String JAR = System.getProperty("java.home") + "/bin/jar";
  private static final String PROGRAM = "wal-g-pg-stand-in";

  /** Puts it together. */
  static WalGPackage in(Path directory) throws IOException {
    var classes = copyClasses(directory.resolve("classes"));
    var program = directory.resolve(PROGRAM);
    Files.writeString(
        program,
        """
        #!/bin/sh
        # A process of its own ends with the call, and so can't fetch ahead.
        export WALG_DOWNLOAD_CONCURRENCY=1
        # Classes that were loaded once are taken from a file the next time, which halves the start.
        exec %s/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+AutoCreateSharedArchive \\
          -XX:SharedArchiveFile=/tmp/wal-g-$(id -u).jsa -Xlog:cds=off -Xlog:cds+dynamic=off \\
          -cp '%s' %s "$@"
        """
            .formatted(JDK, classes, WalGProgram.class.getName()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new WalGPackage(directory, HostImage.digest(Files.readAllBytes(program)));
  }

  /** Where a host finds the download. */
  String url() {
    return "file://" + AT + "/" + PROGRAM;
  }

  /** Copies what this process is made of; returns the class path as a host sees it. */
  private static String copyClasses(Path to) throws IOException {
    Files.createDirectories(to);
    var seen = new ArrayList<Path>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      var from = Path.of(entry).toAbsolutePath();
      if (Files.exists(from)) {
        var copy = to.resolve(seen.size() + ".jar");
        if (Files.isDirectory(from)) {
          // What the classes are shared by takes jars alone.
          Shell.run(List.of(JAR, "-cf", copy.toString(), "-C", from.toString(), "."));
        } else {
          Files.copy(from, copy);
        }
        seen.add(copy);
      }
    }
    return seen.stream()
        .map(copy -> AT + "/classes/" + copy.getFileName())
        .collect(Collectors.joining(":"));
  }
}
