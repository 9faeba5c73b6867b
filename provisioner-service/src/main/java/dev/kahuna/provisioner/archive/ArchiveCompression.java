package dev.kahuna.provisioner.archive;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** How an object of the archive is compressed, which its name ends with. */
enum ArchiveCompression {
  /** WAL-E's: a container that ends with a block of no length. */
  LZOP("lzo", "894c5a4f000d0a1a0a"),
  /** WAL-G's default: a frame that ends with a block of no length and perhaps a checksum. */
  LZ4("lz4", "04224d18"),
  ZSTD("zst", "28b52ffd"),
  /** Has no magic number. */
  BROTLI("br", ""),
  /** The older container, whose first byte is the usual setting. */
  LZMA("lzma", "5d0000"),
  GZIP("gz", "1f8b");

  /** Bytes from the beginning that are enough to tell one from another. */
  static final int HEAD = 16;

  /** Bytes from the end that are enough to tell a whole object from a broken one. */
  static final int TAIL = 8;

  private static final int MARK = 4;

  private final String extension;
  private final byte[] magic;

  ArchiveCompression(String extension, String magic) {
    this.extension = extension;
    this.magic = HexFormat.of().parseHex(magic);
  }

  /** By the name of an object; empty for one that is not compressed in a known way. */
  static Optional<ArchiveCompression> of(String name) {
    return Arrays.stream(values()).filter(c -> name.endsWith("." + c.extension)).findFirst();
  }

  /** Whether an object may begin like this; one that is encrypted does not. */
  boolean begins(byte[] head) {
    return head.length >= magic.length
        && Arrays.equals(magic, 0, magic.length, head, 0, magic.length);
  }

  /** Whether an object that is whole may end like this. */
  boolean ends(byte[] tail) {
    return switch (this) {
      case LZOP -> isZero(tail, tail.length - MARK);
      case LZ4 -> isZero(tail, tail.length - MARK) || isZero(tail, tail.length - 2 * MARK);
      case ZSTD, BROTLI, LZMA, GZIP -> tail.length > 0;
    };
  }

  private static boolean isZero(byte[] bytes, int from) {
    return from >= 0 && Arrays.equals(bytes, from, from + MARK, new byte[MARK], 0, MARK);
  }
}
