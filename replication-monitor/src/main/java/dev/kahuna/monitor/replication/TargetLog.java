package dev.kahuna.monitor.replication;

import dev.kahuna.database.ApplyError;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DescribeDBLogFilesDetails;

/**
 * Why the apply worker fails, from the log of Aurora's writer by the API of RDS: no view of the
 * server has it.
 */
public final class TargetLog {
  private static final int LINES = 500;
  private static final String POSTGRES = "error/postgresql.log";

  private final Supplier<RdsClient> clients;

  /**
   * @param clients makes a client, which is closed after use
   */
  public TargetLog(Supplier<RdsClient> clients) {
    this.clients = clients;
  }

  /**
   * The newest error of an apply worker with its cure, as a sentence without its full stop.
   *
   * @param cluster its identifier in RDS
   * @return where to look for it, if the log does not have it or can't be read
   */
  String cause(String cluster) {
    try (var rds = clients.get()) {
      return newest(rds, cluster)
          .map(error -> error.sentence("Aurora", "the replica"))
          .orElse(
              "The newest %d lines of Aurora's log do not have its error: look further back there, and change on Aurora what the error names"
                  .formatted(LINES));
    } catch (SdkException e) {
      return "Its error is in Aurora's log, which can't be read from here (%s). Read it in the RDS console, or allow replication-monitor rds:DescribeDBClusters, rds:DescribeDBLogFiles and rds:DownloadDBLogFilePortion"
          .formatted(e.getMessage());
    }
  }

  private static Optional<ApplyError> newest(RdsClient rds, String cluster) {
    return writer(rds, cluster)
        .flatMap(
            writer ->
                newestFile(rds, writer)
                    .map(
                        file ->
                            rds.downloadDBLogFilePortion(
                                    r ->
                                        r.dbInstanceIdentifier(writer)
                                            .logFileName(file)
                                            .numberOfLines(LINES))
                                .logFileData()))
        .flatMap(ApplyError::newest);
  }

  private static Optional<String> writer(RdsClient rds, String cluster) {
    return rds.describeDBClusters(r -> r.dbClusterIdentifier(cluster)).dbClusters().stream()
        .flatMap(found -> found.dbClusterMembers().stream())
        .filter(DBClusterMember::isClusterWriter)
        .map(DBClusterMember::dbInstanceIdentifier)
        .findFirst();
  }

  private static Optional<String> newestFile(RdsClient rds, String instance) {
    return rds
        .describeDBLogFilesPaginator(
            r -> r.dbInstanceIdentifier(instance).filenameContains(POSTGRES))
        .describeDBLogFiles()
        .stream()
        .filter(file -> file.logFileName().startsWith(POSTGRES))
        .max(Comparator.comparing(DescribeDBLogFilesDetails::lastWritten))
        .map(DescribeDBLogFilesDetails::logFileName);
  }
}
