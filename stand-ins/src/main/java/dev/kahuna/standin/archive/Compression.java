package dev.kahuna.standin.archive;

import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.v3.lzo.LzopHadoopStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.brotli.dec.BrotliInputStream;

/** How WAL-E and WAL-G compress what they archive; the name of an object ends with it. */
enum Compression {
  /** WAL-G's default, and what this stand-in writes. */
  LZ4("lz4", LZ4FrameInputStream::new),
  /** WAL-E's. */
  LZOP("lzo", in -> new LzopHadoopStreams().createInputStream(in)),
  ZSTD("zst", ZstdInputStream::new),
  BROTLI("br", BrotliInputStream::new);

  private static final int BUFFER = 1 << 16;

  private final String extension;
  private final Unpacking unpacking;

  /** Reads what is in a stream. */
  @FunctionalInterface
  private interface Unpacking {
    InputStream of(InputStream in) throws IOException;
  }

  Compression(String extension, Unpacking unpacking) {
    this.extension = "." + extension;
    this.unpacking = unpacking;
  }

  /** By the name of an object; empty for one that is not compressed. */
  static Optional<Compression> of(String name) {
    return Arrays.stream(values()).filter(c -> name.endsWith(c.extension)).findFirst();
  }

  String extension() {
    return extension;
  }

  InputStream unpack(InputStream in) throws IOException {
    return unpacking.of(new BufferedInputStream(in, BUFFER));
  }
}
