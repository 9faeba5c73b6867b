package dev.kahuna.standin.booted;

import dev.kahuna.standin.process.Shell;
import dev.kahuna.standin.process.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The image from which hosts boot, made once on a machine with debootstrap. */
final class HostImage {
  private static final String SUITE = "bookworm";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int TAG_LENGTH = 12;

  private HostImage() {}

  /**
   * The image's name; it is made first if the machine does not have it, which takes about a minute.
   *
   * @param directory where it can be built; it is left empty
   */
  static String ready(Path directory) throws IOException {
    var script = script();
    var name = "stand-in-booted-host:" + digest(script).substring(0, TAG_LENGTH);
    if (!Shell.succeeds(List.of("docker", "image", "inspect", name))) {
      Files.createDirectories(directory);
      var file = Files.write(directory.resolve("build-image.sh"), script);
      try {
        Shell.run(
            List.of("bash", file.toString(), name, SUITE, directory.toString()),
            Path.of("/"),
            Map.of(),
            LIMIT);
      } finally {
        StateDirectory.deleteTree(directory);
      }
    }
    return name;
  }

  private static byte[] script() throws IOException {
    try (var in = Objects.requireNonNull(HostImage.class.getResourceAsStream("build-image.sh"))) {
      return in.readAllBytes();
    }
  }

  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
