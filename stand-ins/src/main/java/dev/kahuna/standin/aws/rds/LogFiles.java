package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs of instances. RDS begins another file each hour; here an instance has one, which is the
 * newest. A portion has at most 1 MB and 10,000 lines, as there.
 */
final class LogFiles {
  private static final String NAME = "error/postgresql.log";
  private static final int MOST_LINES = 10_000;
  private static final int MOST_BYTES = 1 << 20;

  private final ClusterInstances instances;
  private final ClusterServer servers;

  LogFiles(ClusterInstances instances, ClusterServer servers) {
    this.instances = instances;
    this.servers = servers;
  }

  Map<String, QueryAction> actions() {
    return Map.of("DescribeDBLogFiles", this::describe, "DownloadDBLogFilePortion", this::portion);
  }

  private void describe(Params request, Xml response) {
    var log = log(request);
    response.list(
        "DescribeDBLogFiles",
        "DescribeDBLogFilesDetails",
        log.stream().toList(),
        (xml, file) ->
            xml.text("LogFileName", NAME)
                .text("LastWritten", read(() -> Files.getLastModifiedTime(file).toMillis()))
                .text("Size", read(() -> Files.size(file))));
  }

  /** Without a marker, the newest lines. */
  private void portion(Params request, Xml response) {
    var log = log(request).filter(file -> request.required("LogFileName").equals(NAME));
    if (log.isEmpty()) {
      throw AwsError.notFound(
          "DBLogFileNotFoundFault",
          "DBLog File: %s, is not found on the DB instance",
          request.required("LogFileName"));
    }
    var text = read(() -> Files.readString(log.get(), StandardCharsets.UTF_8));
    var lines = text.lines().toList();
    var wanted = Math.min(request.number("NumberOfLines", MOST_LINES), MOST_LINES);
    var isFromTheStart = request.find("Marker").filter("0"::equals).isPresent();
    var chosen =
        isFromTheStart
            ? lines.subList(0, Math.min(wanted, lines.size()))
            : lines.subList(Math.max(0, lines.size() - wanted), lines.size());
    var data = withinLimit(chosen);
    response
        .text("LogFileData", data)
        .text("Marker", "0:" + text.length())
        .text("AdditionalDataPending", isFromTheStart && chosen.size() < lines.size());
  }

  private static String withinLimit(List<String> lines) {
    var data = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    return data.substring(Math.max(0, data.length() - MOST_BYTES));
  }

  private Optional<Path> log(Params request) {
    var instance = instances.byIdentifier(request.required("DBInstanceIdentifier"));
    return servers.log(instance.cluster().request().identifier()).filter(Files::exists);
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
