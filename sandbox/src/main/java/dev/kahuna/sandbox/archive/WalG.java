package dev.kahuna.sandbox.archive;

import dev.kahuna.sandbox.postgres.PostgresUser;
import dev.kahuna.sandbox.tool.Invocation;
import dev.kahuna.sandbox.tool.Tool;
import dev.kahuna.sandbox.tool.ToolOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import net.jpountz.lz4.LZ4FrameOutputStream;

/**
 * A stand-in for the {@code wal-g} program, as far as Kahuna and a source that ships its WAL use
 * it: {@code wal-push}, {@code wal-fetch}, {@code backup-fetch}, {@code backup-list}, with WAL-G's
 * own layout, environment and exit statuses.
 */
public final class WalG implements Tool {
  private static final String WAL = "wal_005/";
  private static final int OK = 0;
  private static final int FAILED = 1;

  /** WAL-G's status for "the archive has no such segment". */
  private static final int MISSING = 74;

  private final PostgresUser user;

  /**
   * @param user the user who runs Postgres and is to own what is fetched
   */
  public WalG(PostgresUser user) {
    this.user = user;
  }

  @Override
  public int run(Invocation call, ToolOutput output) throws IOException {
    var command = call.argument(0).orElse("");
    switch (command) {
      case "wal-push":
        return walPush(store(call), call.path(required(call, 1)));
      case "wal-fetch":
        return walFetch(store(call), call, output);
      case "backup-fetch":
        new BaseBackups(store(call))
            .fetch(call.path(required(call, 1)), required(call, 2), user, output);
        return OK;
      case "backup-list":
        return backupList(store(call), call.arguments().contains("--json"), output);
      case "st":
        return print(store(call), call, output);
      case "--version":
        output.print("wal-g version v3.0.7 (Kahuna sandbox) PostgreSQL");
        return OK;
      default:
        output.error("Error: unknown command \"" + command + "\" for \"wal-g\"");
        return FAILED;
    }
  }

  private static ArchiveStore store(Invocation call) {
    return new ArchiveStore(ArchiveAccess.from(call.environment()));
  }

  private static String required(Invocation call, int place) throws IOException {
    return call.argument(place)
        .orElseThrow(() -> new IOException("wal-g " + call.arguments() + " lacks an argument"));
  }

  private static int walPush(ArchiveStore store, Path segment) throws IOException {
    var packed = Files.createTempFile("kahuna-sandbox-wal", ".lz4");
    try {
      try (var out = new LZ4FrameOutputStream(Files.newOutputStream(packed))) {
        Files.copy(segment, out);
      }
      store.put(WAL + segment.getFileName() + ".lz4", packed);
      return OK;
    } finally {
      Files.deleteIfExists(packed);
    }
  }

  /** Writes beside the destination and renames, so that recovery never sees half a segment. */
  private int walFetch(ArchiveStore store, Invocation call, ToolOutput output) throws IOException {
    var name = required(call, 1);
    var destination = call.path(required(call, 2));
    var content = store.openAny(WAL + name);
    if (content.isEmpty()) {
      output.error("ERROR: Archive '" + name + "' does not exist.");
      return MISSING;
    }
    var unfinished = destination.resolveSibling(destination.getFileName() + ".tmp");
    try (var in = content.get()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
      user.own(unfinished);
      Files.move(unfinished, destination, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return OK;
  }

  /** {@code st cat NAME}: an object of the archive as it is. */
  private static int print(ArchiveStore store, Invocation call, ToolOutput output)
      throws IOException {
    var content = store.open(required(call, 2));
    if (!required(call, 1).equals("cat") || content.isEmpty()) {
      output.error("ERROR: st " + call.arguments() + ": there is no such object");
      return FAILED;
    }
    try (var in = content.get()) {
      output.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    return OK;
  }

  private static int backupList(ArchiveStore store, boolean json, ToolOutput output)
      throws IOException {
    var sentinels = new BaseBackups(store).sentinels();
    if (json) {
      output.print(
          sentinels.stream()
              .map(
                  sentinel ->
                      "{\"backup_name\":\"%s\",\"time\":\"%s\",\"wal_file_name\":\"%s\",\"storage_name\":\"default\"}"
                          .formatted(
                              BaseBackups.backupName(sentinel),
                              sentinel.lastModified(),
                              walFileName(sentinel)))
              .collect(Collectors.joining(",", "[", "]")));
      return OK;
    }
    output.print("backup_name modified wal_file_name");
    for (var sentinel : sentinels) {
      output.print(
          "%s %s %s"
              .formatted(
                  BaseBackups.backupName(sentinel),
                  sentinel.lastModified(),
                  walFileName(sentinel)));
    }
    return OK;
  }

  private static String walFileName(ArchiveStore.Entry sentinel) {
    return BaseBackups.backupName(sentinel).substring("base_".length()).split("_", 2)[0];
  }
}
