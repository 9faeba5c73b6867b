package dev.kahuna.replica;

import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The real gpg, as WAL-E runs it, with a key of its own. */
final class Gpg implements AutoCloseable {
  private static final String NAME = "archive@example.com";

  private final Path home;

  Gpg(Path home) throws IOException {
    this.home = Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    run("--passphrase", "", "--quick-generate-key", NAME, "rsa2048", "encr", "never");
  }

  private String run(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "-q"));
    command.addAll(List.of(arguments));
    return Shell.run(command);
  }

  /** In place. */
  void encrypt(Path file) throws IOException {
    var encrypted = file.resolveSibling(file.getFileName() + ".gpg");
    run(
        "--trust-model",
        "always",
        "--recipient",
        NAME,
        "--output",
        encrypted.toString(),
        "--encrypt",
        file.toString());
    Files.move(encrypted, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** In ASCII armour, without a passphrase. */
  String privateKey() throws IOException {
    return run("--armor", "--export-secret-keys", NAME);
  }

  @Override
  public void close() throws IOException {
    Shell.run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
  }
}
