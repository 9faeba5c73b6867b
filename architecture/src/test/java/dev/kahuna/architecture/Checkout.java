package dev.kahuna.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files of the project. */
final class Checkout {
  /** Surefire runs in the module's directory. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Checkout() {}

  /** All regular files below a directory. */
  static Stream<Path> filesBelow(Path directory) {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path within the checkout, with slashes. */
  static String name(Path file) {
    return ROOT.relativize(file).toString();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
