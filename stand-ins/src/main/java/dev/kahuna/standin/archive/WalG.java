package dev.kahuna.standin.archive;

import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.tool.Invocation;
import dev.kahuna.standin.tool.Tool;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jpountz.lz4.LZ4FrameOutputStream;

/**
 * A stand-in for the {@code wal-g} program, as far as hosts and a source that ships its WAL use it:
 * {@code wal-push}, {@code wal-fetch}, {@code backup-fetch}, {@code backup-list}, with WAL-G's own
 * layout, environment and exit statuses.
 */
public final class WalG implements Tool, AutoCloseable {
  private static final int OK = 0;
  private static final int FAILED = 1;

  /** WAL-G's status for "the archive has no such segment". */
  private static final int MISSING = 74;

  /** WAL-G's own limit where nothing is configured. */
  private static final int MOST_DOWNLOADS = 10;

  private final PostgresUser user;
  private final WalPrefetch prefetch = new WalPrefetch();

  /**
   * @param user the user who runs Postgres and is to own what is fetched
   */
  public WalG(PostgresUser user) {
    this.user = user;
  }

  @Override
  public int run(Invocation call, ToolOutput output) throws IOException, InterruptedException {
    var command = call.argument(0).orElse("");
    switch (command) {
      case "wal-push":
        return walPush(store(call), call.path(required(call, 1)));
      case "wal-fetch":
        return walFetch(store(call), call, output);
      case "backup-fetch":
        new BaseBackups(store(call))
            .fetch(
                call.path(required(call, 1)),
                required(call, 2),
                user,
                downloadConcurrency(call),
                output);
        return OK;
      case "backup-list":
        return backupList(store(call), call.arguments().contains("--json"), output);
      case "st":
        return print(store(call), call, output);
      case "--version":
        output.print("wal-g version v3.0.8 (stand-in) PostgreSQL");
        return OK;
      default:
        output.error("Error: unknown command \"" + command + "\" for \"wal-g\"");
        return FAILED;
    }
  }

  private static ArchiveStore store(Invocation call) throws IOException {
    return new ArchiveStore(ArchiveAccess.from(call.environment()), key(call));
  }

  private static Optional<ArchiveKey> key(Invocation call) throws IOException {
    var openPgp = call.variable("WALG_PGP_KEY_PATH");
    if (openPgp.isPresent()) {
      return Optional.of(OpenPgpKey.parse(Files.readString(call.path(openPgp.get()))));
    }
    var libsodium = call.variable("WALG_LIBSODIUM_KEY_PATH");
    return libsodium.isPresent()
        ? Optional.of(
            LibsodiumKey.parse(
                Files.readString(call.path(libsodium.get())),
                call.variable("WALG_LIBSODIUM_KEY_TRANSFORM").orElse("none")))
        : Optional.empty();
  }

  /** How many downloads at a time: as many as there are processors, and 10 at the most. */
  private static int downloadConcurrency(Invocation call) throws IOException {
    var configured = call.variable("WALG_DOWNLOAD_CONCURRENCY");
    if (configured.isEmpty()) {
      return Math.min(MOST_DOWNLOADS, Runtime.getRuntime().availableProcessors());
    }
    if (!configured.get().matches("[1-9][0-9]{0,3}")) {
      throw new IOException("WALG_DOWNLOAD_CONCURRENCY is no number above 0: " + configured.get());
    }
    return Integer.parseInt(configured.get());
  }

  private static String required(Invocation call, int place) throws IOException {
    return call.argument(place)
        .orElseThrow(() -> new IOException("wal-g " + call.arguments() + " lacks an argument"));
  }

  private static int walPush(ArchiveStore store, Path segment) throws IOException {
    var packed = Files.createTempFile("wal-segment", ".lz4");
    try {
      try (var out = new LZ4FrameOutputStream(Files.newOutputStream(packed))) {
        Files.copy(segment, out);
      }
      store.put(WalFetch.FOLDER + segment.getFileName() + ".lz4", packed);
      return OK;
    } finally {
      Files.deleteIfExists(packed);
    }
  }

  private int walFetch(ArchiveStore store, Invocation call, ToolOutput output)
      throws IOException, InterruptedException {
    var name = required(call, 1);
    var destination = call.path(required(call, 2));
    var fetch = new WalFetch(store, user);
    if (!prefetch.take(name, destination) && !fetch.fetch(name, beside(destination), destination)) {
      output.error("ERROR: Archive '" + name + "' does not exist.");
      return MISSING;
    }
    int concurrency = downloadConcurrency(call);
    if (concurrency > 1) {
      prefetch.begin(fetch, name, destination, concurrency);
    }
    return OK;
  }

  private static Path beside(Path destination) {
    return destination.resolveSibling(destination.getFileName() + ".tmp");
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

  /** Ends what it fetches in the background. */
  @Override
  public void close() {
    prefetch.close();
  }
}
