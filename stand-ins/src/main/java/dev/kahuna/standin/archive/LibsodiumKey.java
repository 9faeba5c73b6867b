package dev.kahuna.standin.archive;

import com.goterl.lazysodium.SodiumJava;
import com.goterl.lazysodium.interfaces.SecretStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key that decrypts what WAL-G encrypted with libsodium: a header, then chunks of 8192 bytes
 * sealed one by one, the last of which says that it is (<a
 * href="https://github.com/wal-g/wal-g/tree/v3.0.8/internal/crypto/libsodium">WAL-G's source</a>).
 */
final class LibsodiumKey implements ArchiveKey {
  private static final int CHUNK_BYTES = 8192;

  private static final int SHORTEST_TEXT = 25;

  private final byte[] key;

  private LibsodiumKey(byte[] key) {
    this.key = key;
  }

  /**
   * Reads the key from its text.
   *
   * @param transform {@code base64} or {@code hex}, or {@code none} where the text's own first 32
   *     bytes are the key, filled up with zeros
   */
  static LibsodiumKey parse(String text, String transform) throws IOException {
    var trimmed = text.strip();
    try {
      return switch (transform) {
        case "base64" -> new LibsodiumKey(whole(Base64.getDecoder().decode(trimmed)));
        case "hex" -> new LibsodiumKey(whole(HexFormat.of().parseHex(trimmed)));
        case "none" -> new LibsodiumKey(fitted(trimmed));
        default -> throw new IOException("Unknown transform of libsodium's key: " + transform);
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("The key of the archive is no libsodium key in " + transform, e);
    }
  }

  private static byte[] whole(byte[] key) throws IOException {
    if (key.length != SecretStream.KEYBYTES) {
      throw new IOException("libsodium's key has %d bytes, not 32".formatted(key.length));
    }
    return key;
  }

  private static byte[] fitted(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SHORTEST_TEXT) {
      throw new IOException("libsodium's key has fewer than 25 bytes: " + bytes.length);
    }
    return Arrays.copyOf(bytes, SecretStream.KEYBYTES);
  }

  @Override
  public InputStream decrypt(InputStream encrypted) throws IOException {
    var sodium = new SodiumJava();
    var state = new SecretStream.State();
    var header = encrypted.readNBytes(SecretStream.HEADERBYTES);
    if (header.length < SecretStream.HEADERBYTES
        || sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key) != 0) {
      throw new IOException("An object of the archive is not encrypted by libsodium");
    }
    return new Chunks(sodium, state, encrypted);
  }

  /** The chunks one after another. */
  private static final class Chunks extends InputStream {
    private final SodiumJava sodium;
    private final SecretStream.State state;
    private final InputStream encrypted;
    private byte[] chunk = {};
    private int read;
    private boolean last;

    Chunks(SodiumJava sodium, SecretStream.State state, InputStream encrypted) {
      this.sodium = sodium;
      this.state = state;
      this.encrypted = encrypted;
    }

    @Override
    public int read() throws IOException {
      return fill() ? chunk[read++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      var taken = Math.min(length, chunk.length - read);
      System.arraycopy(chunk, read, into, offset, taken);
      read += taken;
      return taken;
    }

    private boolean fill() throws IOException {
      while (read == chunk.length) {
        if (last) {
          return false;
        }
        chunk = next();
        read = 0;
      }
      return true;
    }

    private byte[] next() throws IOException {
      var sealed = encrypted.readNBytes(CHUNK_BYTES + SecretStream.ABYTES);
      if (sealed.length < SecretStream.ABYTES) {
        throw new EOFException("An object of the archive breaks off before its last chunk");
      }
      var open = new byte[sealed.length - SecretStream.ABYTES];
      var tag = new byte[1];
      var status =
          sodium.crypto_secretstream_xchacha20poly1305_pull(
              state, open, new long[1], tag, sealed, sealed.length, new byte[0], 0);
      if (status != 0) {
        throw new IOException(
            "An object of the archive can't be decrypted: it is damaged or of another key");
      }
      last = tag[0] == SecretStream.TAG_FINAL;
      return open;
    }

    @Override
    public void close() throws IOException {
      encrypted.close();
    }
  }
}
