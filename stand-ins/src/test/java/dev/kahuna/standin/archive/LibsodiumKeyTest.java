package dev.kahuna.standin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibsodiumKeyTest {
  private static final int CHUNK_AND_TAG = 8192 + 17;
  private static final int HEADER = 24;

  private final Libsodium libsodium = new Libsodium();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
  void whatWasEncryptedIsReadWhateverItsLength(int length) throws Exception {
    var plain = bytes(length);
    assertThat(decrypt(hex(libsodium.key()), "hex", libsodium.encrypt(plain))).isEqualTo(plain);
  }

  @Test
  void theKeyIsWrittenInThreeWays() throws Exception {
    var plain = bytes(10_000);
    var encrypted = libsodium.encrypt(plain);
    var base64 = Base64.getEncoder().encodeToString(libsodium.key());
    assertThat(decrypt(base64 + "\n", "base64", encrypted)).isEqualTo(plain);
    assertThat(decrypt(hex(libsodium.key()), "hex", encrypted)).isEqualTo(plain);
    var text = "a passphrase of more than 32 bytes, of which the rest is cut off";
    var cut = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 32);
    assertThat(decrypt(text, "none", libsodium.encrypt(plain, cut))).isEqualTo(plain);
    assertThatThrownBy(() -> LibsodiumKey.parse("short", "none"))
        .hasMessageContaining("fewer than 25 bytes");
    assertThatThrownBy(() -> LibsodiumKey.parse("00ff", "hex")).hasMessageContaining("not 32");
  }

  @Test
  void whatIsDamagedIsNoData() throws Exception {
    var encrypted = libsodium.encrypt(bytes(20_000));
    var key = hex(libsodium.key());
    var broken = encrypted.clone();
    broken[HEADER + CHUNK_AND_TAG + 5] ^= 1;
    assertThatThrownBy(() -> decrypt(key, "hex", broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged or of another key");
    var without = Arrays.copyOf(encrypted, HEADER + 2 * CHUNK_AND_TAG);
    assertThatThrownBy(() -> decrypt(key, "hex", without)).isInstanceOf(EOFException.class);
    var other = hex(new Libsodium().key());
    assertThatThrownBy(() -> decrypt(other, "hex", encrypted))
        .hasMessageContaining("damaged or of another key");
  }

  private static byte[] decrypt(String key, String transform, byte[] encrypted) throws IOException {
    try (var plain =
        LibsodiumKey.parse(key, transform).decrypt(new ByteArrayInputStream(encrypted))) {
      return plain.readAllBytes();
    }
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String hex(byte[] key) {
    return HexFormat.of().formatHex(key);
  }
}
