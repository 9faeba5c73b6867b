package dev.kahuna.cutover;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test class each of whose tests has a testbed of its own. */
abstract class OnTestbed {
  @TempDir private Path directory;
  CutoverTestbed cloud;

  @BeforeEach
  final void begin() throws Exception {
    cloud = testbed(directory);
  }

  /** One app and a standby, unless a class wants another. */
  CutoverTestbed testbed(Path directory) throws Exception {
    return new CutoverTestbed(directory);
  }

  @AfterEach
  final void end() {
    cloud.close();
  }
}
