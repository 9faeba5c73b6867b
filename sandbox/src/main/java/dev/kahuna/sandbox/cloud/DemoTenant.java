package dev.kahuna.sandbox.cloud;

import dev.kahuna.standin.archive.ArchiveAccess;
import dev.kahuna.standin.heroku.Heroku;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.postgres.SourceDatabase;
import java.io.IOException;
import java.util.Map;

/** A customer of Heroku's: an app, its Heroku Postgres, and the archive of that in S3. */
public final class DemoTenant implements AutoCloseable {
  private static final int HOST_VOLUME_GIB = 10;

  private final HerokuApp app;
  private final SourceDatabase source;
  private final ArchiveAccess archive;
  private final Heroku heroku;
  private final TenantOptions options;

  private DemoTenant(
      HerokuApp app,
      SourceDatabase source,
      ArchiveAccess archive,
      Heroku heroku,
      TenantOptions options) {
    this.app = app;
    this.source = source;
    this.archive = archive;
    this.heroku = heroku;
    this.options = options;
  }

  /** Starts the database, deploys the app and puts a base backup into the archive. */
  static DemoTenant open(String name, TenantOptions options, TenantSpec spec) throws Exception {
    var archive = spec.archive().access(name);
    var source =
        SourceDatabase.start(
            options.sourceVersion(),
            spec.machine(),
            spec.directory().resolve("source-" + name),
            archive,
            spec.tools());
    try {
      if (options.sql().isPresent()) {
        source.load(options.sql().get());
      }
      var app = spec.heroku().createApp(name, spec.code(), Map.of("web", 1, "worker", 1));
      spec.heroku().createPostgresAddon("postgresql-" + name, spec.urls().of(source), app);
      source.pushBaseBackup();
      return new DemoTenant(app, source, archive, spec.heroku(), options);
    } catch (Exception e) {
      source.close();
      throw e;
    }
  }

  /**
   * A request to move it, as an operator would write it: both cutovers begin by themselves.
   *
   * @param retries how often a cutover that was undone begins again by itself
   */
  public String requestYaml(String id, int retries) {
    return """
        id: %s
        source:
          apps: [%s]
          token: env:HEROKU_API_KEY
          version: %d
        archive:
          prefix: %s
          region: %s
          access-key-id: env:ARCHIVE_ACCESS_KEY_ID
          secret-access-key: env:ARCHIVE_SECRET_ACCESS_KEY
          endpoint: %s
        replica:
          instance-type: r7i.large
          volume: %d GiB
          admin: [127.0.0.0/8]
          clients: [127.0.0.0/8]
          standby: %s
        target:
          engine-version: "%s"
          instance-class: db.r7g.large
          database: shop
        cutover:
          to-replica:
            approval: automatic
            retries: %d
            retry-pause: 1s
          to-aurora:
            approval: automatic
            retries: %d
            retry-pause: 1s
        """
        .formatted(
            id,
            app.name(),
            options.sourceVersion(),
            archive.prefix(),
            archive.region(),
            archive.endpoint(),
            HOST_VOLUME_GIB,
            options.standby() ? "host" : "none",
            options.engineVersion(),
            retries,
            retries);
  }

  public HerokuApp app() {
    return app;
  }

  public SourceDatabase source() {
    return source;
  }

  ArchiveAccess archive() {
    return archive;
  }

  /** Ends the app and its database. The archive stays. Closing twice does nothing. */
  @Override
  public void close() throws IOException {
    heroku.remove(app);
    source.close();
  }
}
