package dev.kahuna.standin.proxy;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps chosen facts from a broker: a Produce request that holds one goes no further, and nothing
 * behind it on its connection does. To the producer that looks like a broker that does not answer.
 */
public final class ProduceInterceptor implements Relay {
  // Of the requests' common header: an api key of two bytes comes first. Produce has key 0.
  private static final short PRODUCE = 0;
  private static final int LARGEST_REQUEST = 100 << 20;

  private record Wanted(List<String> texts, CompletableFuture<Void> held) {
    boolean isIn(byte[] request) {
      var text = new String(request, StandardCharsets.ISO_8859_1);
      return texts.stream().allMatch(text::contains);
    }
  }

  private Optional<Wanted> wanted = Optional.empty();

  /**
   * Holds the next request that has all of these texts in it, once.
   *
   * @param texts of the fact's JSON, such as {@code "type":"pivot-reached"}; records must not be
   *     compressed
   * @return done when it is held
   */
  public synchronized CompletableFuture<Void> next(String... texts) {
    var held = new CompletableFuture<Void>();
    wanted = Optional.of(new Wanted(List.copyOf(Arrays.asList(texts)), held));
    return held;
  }

  private synchronized Optional<Wanted> holds(byte[] request) {
    var hit =
        ByteBuffer.wrap(request).getShort() == PRODUCE
            ? wanted.filter(w -> w.isIn(request))
            : Optional.<Wanted>empty();
    if (hit.isPresent()) {
      wanted = Optional.empty();
    }
    return hit;
  }

  @Override
  public void carry(InputStream client, OutputStream server) throws IOException {
    var in = new DataInputStream(client);
    while (true) {
      byte[] request;
      try {
        request = request(in);
      } catch (EOFException e) {
        return;
      }
      var hit = holds(request);
      if (hit.isPresent()) {
        hit.get().held().complete(null);
        client.transferTo(OutputStream.nullOutputStream());
        return;
      }
      server.write(
          ByteBuffer.allocate(request.length + Integer.BYTES)
              .putInt(request.length)
              .put(request)
              .array());
    }
  }

  /** A length in four bytes, then that many. */
  private static byte[] request(DataInputStream in) throws IOException {
    var length = in.readInt();
    if (length < Short.BYTES || length > LARGEST_REQUEST) {
      throw new IOException("not a Kafka request: %d bytes".formatted(length));
    }
    var request = new byte[length];
    in.readFully(request);
    return request;
  }
}
