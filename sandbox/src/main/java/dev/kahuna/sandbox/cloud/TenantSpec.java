package dev.kahuna.sandbox.cloud;

import dev.kahuna.standin.archive.ArchiveServer;
import dev.kahuna.standin.heroku.Heroku;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.tool.ToolServer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What every tenant of a cloud is made from.
 *
 * @param code the app's code, a directory with a Procfile
 * @param directory where its database is kept
 * @param urls by what URL the app knows its database
 */
record TenantSpec(
    Path code,
    PostgresServer.Machine machine,
    Path directory,
    ArchiveServer archive,
    ToolServer tools,
    Heroku heroku,
    Urls urls) {

  /** Says how the app reaches its database. */
  @FunctionalInterface
  interface Urls {
    String of(SourceDatabase database) throws IOException;
  }
}
