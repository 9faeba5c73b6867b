package dev.kahuna.standin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.standin.postgres.TestMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalGTest {
  private static final int SEGMENT_BYTES = 16 << 20;
  private static final String SEGMENT = "00000001000000000000000A";

  private static TestMachine sandbox;
  private static Path program;
  private static WalG tool;

  @TempDir Path directory;

  private record Ended(int status, String output, long millis) {}

  @BeforeAll
  static void start() throws IOException {
    sandbox = TestMachine.claim("t-wal-g");
    program = sandbox.state().root().resolve("bin/wal-g");
    tool = new WalG(sandbox.user());
    sandbox.tools().install(program, tool);
  }

  @AfterAll
  static void end() throws IOException {
    tool.close();
    sandbox.close();
  }

  @Test
  void aSegmentComesBackAsItWasAndBeforeThatItIsMissing() throws Exception {
    var segment = Files.write(directory.resolve(SEGMENT), segment());

    assertThat(walG("wal-fetch", SEGMENT, "out/fetched").status()).isEqualTo(74);
    assertThat(directory.resolve("out/fetched")).doesNotExist();
    assertThat(walG("wal-push", SEGMENT).status()).isZero();
    var fetched = walG("wal-fetch", SEGMENT, "out/fetched");

    assertThat(fetched.status()).as(fetched.output()).isZero();
    assertThat(directory.resolve("out/fetched")).hasSameBinaryContentAs(segment);
    assertThat(directory.resolve("out/fetched.tmp")).doesNotExist();
  }

  @Test
  void anythingButAMissingSegmentIsAnotherStatus() throws Exception {
    var environment = new HashMap<>(sandbox.archive().access().environment());
    environment.put("AWS_SECRET_ACCESS_KEY", "not-the-secret");
    var wrongSecret = walG(environment, "wal-fetch", SEGMENT, "out/fetched");
    assertThat(wrongSecret.status()).isEqualTo(1);
    assertThat(wrongSecret.output()).contains("403").doesNotContain("not-the-secret");

    environment.remove("AWS_SECRET_ACCESS_KEY");
    var noSecret = walG(environment, "wal-fetch", SEGMENT, "out/fetched");
    assertThat(noSecret.status()).isEqualTo(1);
    assertThat(noSecret.output()).contains("AWS_SECRET_ACCESS_KEY is not set");

    assertThat(walG("wal-fetch").status()).isEqualTo(1);
    assertThat(walG("frobnicate").output()).contains("unknown command \"frobnicate\"");
  }

  @Test
  void aPollForAMissingSegmentIsQuick() throws Exception {
    walG("wal-fetch", SEGMENT + "F", "out/none");
    var best =
        Stream.generate(() -> 0)
            .limit(10)
            .mapToLong(i -> walGUnchecked("wal-fetch", SEGMENT + "F", "out/none").millis())
            .min()
            .orElseThrow();
    assertThat(best).as("milliseconds").isLessThan(300);
    System.out.println("wal-fetch of a missing segment: " + best + " ms");
  }

  @Test
  void whatRecoveryWillAskForNextIsFetchedAlready() throws Exception {
    var next = List.of("0000000100000002000000FF", "000000010000000300000000");
    for (var name : next) {
      walG("wal-push", Files.write(directory.resolve(name), segment()).toString());
    }
    walG(
        "wal-push",
        Files.write(directory.resolve("0000000100000002000000FE"), segment()).toString());
    var three = new HashMap<>(sandbox.archive().access().environment());
    three.put("WALG_DOWNLOAD_CONCURRENCY", "3");
    var prefetched = directory.resolve("out/.wal-g/prefetch");

    assertThat(walG(three, "wal-fetch", "0000000100000002000000FE", "out/fetched").status())
        .isZero();
    await()
        .untilAsserted(
            () -> {
              for (var name : next) {
                assertThat(prefetched.resolve(name)).hasSize(SEGMENT_BYTES);
              }
            });

    // It is taken from there: this one is not what the archive has.
    Files.write(prefetched.resolve(next.getFirst()), new byte[SEGMENT_BYTES]);
    assertThat(walG("wal-fetch", next.getFirst(), "out/fetched").status()).isZero();
    assertThat(directory.resolve("out/fetched")).hasBinaryContent(new byte[SEGMENT_BYTES]);
    assertThat(prefetched.resolve(next.getFirst())).doesNotExist();

    // Unless it is not whole.
    Files.write(prefetched.resolve(next.getLast()), new byte[1]);
    assertThat(walG("wal-fetch", next.getLast(), "out/fetched").status()).isZero();
    assertThat(directory.resolve("out/fetched")).hasBinaryContent(segment());
  }

  @Test
  void aSegmentThatWasNotThereToPrefetchIsFetchedWhenItIs() throws Exception {
    var name = "0000000100000004000000FE";
    var next = "0000000100000004000000FF";
    walG("wal-push", Files.write(directory.resolve(name), segment()).toString());
    assertThat(walG("wal-fetch", name, "out/fetched").status()).isZero();
    assertThat(walG("wal-fetch", next, "out/fetched").status()).isEqualTo(74);
    walG("wal-push", Files.write(directory.resolve(next), segment()).toString());
    assertThat(walG("wal-fetch", next, "out/fetched").status()).isZero();
  }

  @Test
  void aConcurrencyThatIsNoNumberIsRefused() throws Exception {
    var environment = new HashMap<>(sandbox.archive().access().environment());
    environment.put("WALG_DOWNLOAD_CONCURRENCY", "many");
    assertThat(walG(environment, "backup-fetch", "data", "LATEST").output())
        .isEqualTo("WALG_DOWNLOAD_CONCURRENCY is no number above 0: many");
  }

  @Test
  void aBackupIsNotFetchedIntoADirectoryWithFiles() throws Exception {
    assertThat(walG("backup-list", "--json").output()).isEqualTo("[]");
    assertThat(walG("backup-fetch", "data", "LATEST").output()).contains("No backups found");

    var store = new ArchiveStore(sandbox.archive().access());
    store.put("basebackups_005/base_000000010000000000000002_backup_stop_sentinel.json", "{}");
    Files.createDirectories(directory.resolve("data/base"));
    var refused = walG("backup-fetch", "data", "LATEST");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output()).contains("is not empty");
    assertThat(walG("backup-list", "--json").output())
        .contains("\"backup_name\":\"base_000000010000000000000002\"");
  }

  private static byte[] segment() {
    var bytes = new byte[SEGMENT_BYTES];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private Ended walGUnchecked(String... arguments) {
    try {
      return walG(arguments);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Ended walG(String... arguments) throws Exception {
    return walG(sandbox.archive().access().environment(), arguments);
  }

  private Ended walG(Map<String, String> environment, String... arguments) throws Exception {
    Files.createDirectories(directory.resolve("out"));
    var command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    var builder = new ProcessBuilder(List.copyOf(command)).directory(directory.toFile());
    builder.redirectErrorStream(true).environment().putAll(environment);
    var start = System.nanoTime();
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return new Ended(process.exitValue(), output, millis);
  }
}
