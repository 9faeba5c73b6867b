package dev.kahuna.acceptance;

import dev.kahuna.operator.console.Screen;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.CloudOptions;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.sandbox.cloud.TenantOptions;
import dev.kahuna.sandbox.service.Services;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** A cloud that tests of this module share, started when it is needed, and the migration in it. */
final class SharedCloud implements AutoCloseable {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private final Path build;
  private final Story story = new Story(Screen.standard(new PrintWriter(System.out, true)));
  private Optional<Cloud> cloud = Optional.empty();
  private Optional<FaultyMigration> migration = Optional.empty();
  private int migrations;

  /**
   * @param build not the sandbox's own folder: a whole migration may run from there meanwhile
   */
  SharedCloud(Path build) {
    this.build = build.toAbsolutePath();
  }

  /** An ordinary tenant under load, whose migration is not requested yet. */
  FaultyMigration migration() {
    return migration(options().tenant());
  }

  /** A tenant of another kind under load, whose migration is not requested yet. */
  FaultyMigration migration(TenantOptions kind) {
    migrations++;
    try {
      var running = running();
      // The first ordinary one has been there since the cloud started.
      var tenant =
          migrations == 1 && kind.equals(options().tenant())
              ? running.tenant()
              : running.openTenant("randonumba-" + migrations, kind);
      var opened = new FaultyMigration(running, tenant, "under-faults-" + migrations, story);
      migration = Optional.of(opened);
      return opened;
    } catch (Exception e) {
      end();
      throw new IllegalStateException("the cloud did not start", e);
    }
  }

  private Cloud running() throws Exception {
    if (cloud.isEmpty()) {
      migrations = 1;
      // The others start too seldom here for it to pay.
      Services.storeClasses(FaultyMigration.SERVICE, REPOSITORY, Cloud.servicesIn(build));
      cloud = Optional.of(new Cloud(REPOSITORY, build, options(), story));
    }
    return cloud.get();
  }

  private static CloudOptions options() {
    var options = new CloudOptions();
    options.sourceVersion = 15;
    options.targetVersion = 17;
    options.faultProxies = true;
    return options;
  }

  /**
   * Ends the migration and lets go of what it has made.
   *
   * @return whether the cloud is as it was before
   */
  boolean release() {
    var released = migration.map(FaultyMigration::release).orElse(true);
    migration.ifPresent(FaultyMigration::close);
    migration = Optional.empty();
    return released;
  }

  /** The story of the cloud, on standard output. */
  Story story() {
    return story;
  }

  /** Ends the cloud; the next migration gets a new one. */
  void end() {
    migration.ifPresent(FaultyMigration::close);
    migration = Optional.empty();
    cloud.ifPresent(Cloud::close);
    cloud = Optional.empty();
  }

  @Override
  public void close() {
    end();
  }
}
