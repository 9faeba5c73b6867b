package dev.kahuna.standin.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes files into {@code part_001.tar.lz4}, {@code part_002.tar.lz4} and so on, each uploaded
 * when it is full. Only the part under way is on the disk.
 */
final class TarParts implements AutoCloseable {
  private static final long FULL = 512L << 20;
  private static final int BUFFER = 1 << 16;

  private final ArchiveStore store;
  private final String folder;
  private final Path file;
  private String name = "part_001.tar.lz4";
  private int number = 1;
  private long inPart;
  private long uncompressed;
  private long compressed;
  private TarArchiveOutputStream tar;

  TarParts(ArchiveStore store, String folder) throws IOException {
    this.store = store;
    this.folder = folder;
    this.file = Files.createTempFile("tar-part", ".tar.lz4");
    this.tar = open(file);
  }

  private static TarArchiveOutputStream open(Path file) throws IOException {
    var tar =
        new TarArchiveOutputStream(
            new LZ4FrameOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER)));
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return tar;
  }

  void addDirectory(String path) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(path + "/"));
    tar.closeArchiveEntry();
  }

  /**
   * Adds a file that a server may be writing to: as many bytes as it had when it was opened, the
   * missing ones as zeros if it shrinks meanwhile. Recovery mends both from the WAL.
   */
  void add(Path content, String path) throws IOException {
    try (var in = Files.newInputStream(content)) {
      long size = Files.size(content);
      nextIfFull(size);
      var entry = new TarArchiveEntry(path);
      entry.setSize(size);
      entry.setMode(0100600);
      tar.putArchiveEntry(entry);
      copy(in, size);
      tar.closeArchiveEntry();
    } catch (NoSuchFileException e) {
      return; // Dropped meanwhile; the WAL says so too.
    }
  }

  void add(String path, byte[] content) throws IOException {
    var entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    entry.setMode(0100600);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    uncompressed += content.length;
  }

  private void copy(InputStream in, long size) throws IOException {
    var buffer = new byte[BUFFER];
    for (long left = size; left > 0; ) {
      int wanted = (int) Math.min(buffer.length, left);
      int read = in.readNBytes(buffer, 0, wanted);
      Arrays.fill(buffer, read, wanted, (byte) 0);
      tar.write(buffer, 0, wanted);
      left -= wanted;
    }
    inPart += size;
    uncompressed += size;
  }

  private void nextIfFull(long size) throws IOException {
    if (inPart > 0 && inPart + size > FULL) {
      number++;
      startNamed("part_%03d.tar.lz4".formatted(number));
    }
  }

  /** Uploads the part under way and begins one of this name. */
  void startNamed(String next) throws IOException {
    upload();
    name = next;
    inPart = 0;
    tar = open(file);
  }

  /**
   * Uploads the last part.
   *
   * @return the size of everything before its compression, in bytes
   */
  long finish() throws IOException {
    upload();
    return uncompressed;
  }

  long compressedBytes() {
    return compressed;
  }

  private void upload() throws IOException {
    tar.close();
    compressed += Files.size(file);
    store.put(folder + name, file);
  }

  @Override
  public void close() throws IOException {
    try {
      tar.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
