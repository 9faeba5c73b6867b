package dev.kahuna.standin.archive;

import com.goterl.lazysodium.SodiumJava;
import com.goterl.lazysodium.interfaces.SecretStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** libsodium itself, encrypting as WAL-G has it do, with a key of its own. */
public final class Libsodium {
  private static final int CHUNK_BYTES = 8192;

  private final SodiumJava sodium = new SodiumJava();
  private final byte[] key = new byte[SecretStream.KEYBYTES];

  public Libsodium() {
    sodium.crypto_secretstream_xchacha20poly1305_keygen(key);
  }

  public byte[] key() {
    return key.clone();
  }

  /** In place. */
  public void encrypt(Path file) throws IOException {
    Files.write(file, encrypt(Files.readAllBytes(file)));
  }

  public byte[] encrypt(byte[] plain) throws IOException {
    return encrypt(plain, key);
  }

  public byte[] encrypt(byte[] plain, byte[] key) throws IOException {
    var state = new SecretStream.State();
    var header = new byte[SecretStream.HEADERBYTES];
    sodium.crypto_secretstream_xchacha20poly1305_init_push(state, header, key);
    var sealed = new ByteArrayOutputStream();
    sealed.write(header);
    var from = new ByteArrayInputStream(plain);
    var chunk = from.readNBytes(CHUNK_BYTES);
    for (; chunk.length == CHUNK_BYTES; chunk = from.readNBytes(CHUNK_BYTES)) {
      sealed.write(seal(state, chunk, SecretStream.TAG_MESSAGE));
    }
    sealed.write(seal(state, chunk, SecretStream.TAG_FINAL));
    return sealed.toByteArray();
  }

  private byte[] seal(SecretStream.State state, byte[] chunk, byte tag) {
    var sealed = new byte[chunk.length + SecretStream.ABYTES];
    sodium.crypto_secretstream_xchacha20poly1305_push(
        state, sealed, new long[1], chunk, chunk.length, new byte[0], 0, tag);
    return sealed;
  }
}
