package dev.kahuna.provisioner.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleHostKeysTest {
  @Test
  void keysAreReadFromTheBlockThatCloudInitPrints() {
    var console =
        """
        ssh-ed25519 AAAAnot+from+the+block root@elsewhere\r
        [   12.3] cloud-init[812]: -----BEGIN SSH HOST KEY KEYS-----\r
        ecdsa-sha2-nistp256 AAAAE2VjZHNh/A= root@ip-10-0-0-1\r
        ssh-ed25519 AAAAC3NzaC1lZDI1NTE5+x root@ip-10-0-0-1\r
        -----END SSH HOST KEY KEYS-----\r
        """;
    assertThat(ConsoleHostKeys.parse(console))
        .containsExactly(
            "ecdsa-sha2-nistp256 AAAAE2VjZHNh/A=", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5+x");
  }

  @Test
  void aBlockThatIsNotCompleteHasNoKeys() {
    assertThat(ConsoleHostKeys.parse("-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 AAAA"))
        .isEmpty();
    assertThat(ConsoleHostKeys.parse("")).isEmpty();
  }
}
