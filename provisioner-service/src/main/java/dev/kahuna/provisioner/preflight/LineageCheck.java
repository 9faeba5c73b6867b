package dev.kahuna.provisioner.preflight;

import dev.kahuna.database.Database;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.provisioner.archive.ArchiveCatalogue;
import dev.kahuna.secret.Secrets;
import java.sql.SQLException;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Checks that the archive is of the server that the apps use. A follower that was changed over has
 * the same identifier as its former primary, so the first window proves the rest by its fence.
 */
public final class LineageCheck implements Check {
  private static final Queries SQL = Queries.of(LineageCheck.class);

  private final HerokuPlatform heroku;
  private final Secrets secrets;

  public LineageCheck(HerokuPlatform heroku, Secrets secrets) {
    this.heroku = heroku;
    this.secrets = secrets;
  }

  @Override
  public String name() {
    return "lineage";
  }

  @Override
  public List<Finding> look(Migration migration) throws InterruptedException, SQLException {
    var request = migration.request();
    var url = SourceUrl.of(heroku, secrets, request.source());
    if (url.isEmpty()) {
      return List.of();
    }
    try {
      var archived = ArchiveCatalogue.systemIdentifier(request.archive(), secrets);
      return archived.isEmpty()
          ? List.of(
              pass(
                  "The archive does not record which server it is of; the first window proves it"
                      + " before the replica is promoted"))
          : List.of(compare(archived.get(), ask(url.get()), request.archive().prefix()));
    } catch (S3Exception e) {
      // The check of the archive reports it.
      return List.of();
    }
  }

  private static String ask(PostgresUrl url) throws SQLException {
    try (var connection = Database.onHeroku(url).open(PostgresOptions.of("provisioner"))) {
      return SQL.one(connection, "system-identifier", row -> row.getString(1));
    }
  }

  private Finding compare(String archived, String source, String prefix) {
    return archived.equals(source)
        ? pass("The archive is of the source's server (system identifier %s)", source)
        : block(
            "The base backup under %s is of another server than the one the app uses: their system"
                + " identifiers are %s and %s. Set archive.prefix to the archive of this database.",
            prefix, archived, source);
  }
}
