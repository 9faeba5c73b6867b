package dev.kahuna.standin.archive;

import java.io.IOException;
import java.io.InputStream;

/** What decrypts the objects of an archive. */
interface ArchiveKey {
  /**
   * What was encrypted; closing it closes the other. Where that is damaged or of another key, this
   * or a read fails.
   */
  InputStream decrypt(InputStream encrypted) throws IOException;
}
