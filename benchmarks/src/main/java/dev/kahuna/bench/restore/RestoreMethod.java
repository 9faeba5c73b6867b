package dev.kahuna.bench.restore;

import java.nio.file.Path;

/** A way from the archive to a server that has replayed it. */
interface RestoreMethod {
  /** As the restore is called in the report. */
  String restoreLabel();

  /** As the replay is called in the report. */
  String replayLabel();

  /**
   * Unpacks the base backup.
   *
   * @return PGDATA; whoever asked for it takes it away before the next time
   */
  Path restore() throws Exception;

  /** The {@code restore_command} of a server over it. */
  String restoreCommand();
}
