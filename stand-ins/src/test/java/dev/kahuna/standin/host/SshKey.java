package dev.kahuna.standin.host;

import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A login key made by OpenSSH. */
record SshKey(Path privateKey, String publicLine) {
  static SshKey generate(Path directory) throws IOException {
    var key = directory.resolve("id_ed25519");
    Shell.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
    return new SshKey(key, Files.readString(directory.resolve("id_ed25519.pub")).strip());
  }
}
