package dev.kahuna.sandbox;

import dev.kahuna.sandbox.archive.ArchiveServer;
import dev.kahuna.sandbox.heroku.Heroku;
import dev.kahuna.sandbox.postgres.PostgresServer;
import dev.kahuna.sandbox.postgres.SourceDatabase;
import dev.kahuna.sandbox.tool.ToolServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a shop is made from.
 *
 * @param version major version of its Postgres
 * @param sql what its database holds at first
 * @param code the app's code, a directory with a Procfile
 * @param directory where its database is kept
 * @param urls by what URL the app knows its database
 */
record ShopParts(
    int version,
    Optional<Path> sql,
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
