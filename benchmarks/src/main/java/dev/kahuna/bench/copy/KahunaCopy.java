package dev.kahuna.bench.copy;

import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The steps' own code, in a JVM that has as much heap as the service needs and no more. */
final class KahunaCopy implements Contender {
  private static final String MAIN = "dev.kahuna.replica.rows.DirectCopy";
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Path jar;
  private final Path pgDump;
  private long heapMaxMb;
  private String detail = "";

  /**
   * @param jar of replica-service, taken apart
   */
  KahunaCopy(Path jar, Path pgDump) {
    this.jar = jar;
    this.pgDump = pgDump;
  }

  @Override
  public String label() {
    return "kahuna";
  }

  /** The start of the JVM does not count: the service runs already. */
  @Override
  public double copy(Ends ends) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("SOURCE_URL", ends.source().superuserUrl(ends.database()));
    environment.put("TARGET_URL", ends.target().superuserUrl(ends.database()));
    environment.put("PG_DUMP", pgDump.toString());
    environment.put("CONNECTIONS", String.valueOf(ends.jobs()));
    var printed =
        Shell.run(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                jar.toString(),
                MAIN),
            ends.directory(),
            environment,
            LIMIT);
    var figures = JsonMapper.shared().readTree(printed.lines().toList().getLast());
    heapMaxMb = Math.max(heapMaxMb, figures.get("heapMaxMb").asLong());
    var parts = List.of("tables", "rows", "indexes");
    detail =
        parts.stream()
            .map(part -> "%s %.2f s".formatted(part, figures.get(part).asDouble()))
            .collect(Collectors.joining(", ", " (", ")"));
    return parts.stream().mapToDouble(part -> figures.get(part).asDouble()).sum();
  }

  @Override
  public String detail() {
    return detail;
  }

  /** The most that any copy so far had in use, in MiB. */
  long heapMaxMb() {
    return heapMaxMb;
  }
}
