package dev.kahuna.request;

import dev.kahuna.request.MigrationRequest.AccessKey;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Cutovers;
import dev.kahuna.request.MigrationRequest.Encryption;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.MigrationRequest.Policy;
import dev.kahuna.request.MigrationRequest.Replica;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Standby;
import dev.kahuna.request.MigrationRequest.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a request file. {@code docs/request.example.yaml} explains every field.
 *
 * <p>All mistakes are reported at once, one sentence each. No sentence repeats what may be a
 * secret.
 */
public final class RequestReader {
  private static final int LONGEST = 65_536;

  /** About what a medium-sized host rebuilds in a minute. */
  private static final int REBUILD_GIB = 1;

  private static final Duration RETRY_PAUSE = Duration.ofMinutes(5);

  private RequestReader() {}

  /** The outcome of reading. */
  public sealed interface Result {
    /** A well-formed request. Preflight checks whether what it names exists. */
    record Accepted(String id, MigrationRequest request) implements Result {}

    /**
     * A request with mistakes.
     *
     * @param problems one sentence for each mistake; at least one
     */
    record Refused(List<String> problems) implements Result {}
  }

  /** Reads YAML text; never throws. */
  public static Result read(String yaml) {
    var length = yaml.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      return refused(
          "The file has %d KiB and a request at most %d KiB; check that it is the right file."
              .formatted(length / 1024, LONGEST / 1024));
    }
    var problems = new ArrayList<String>();
    try {
      var root = new RequestSection("", YamlParser.parse(yaml, problems).fields(), problems);
      var id = root.required("id", FieldFormats::id);
      var request = request(root, problems);
      return problems.isEmpty()
          ? new Result.Accepted(id.orElseThrow(), request.get())
          : new Result.Refused(List.copyOf(problems));
    } catch (YamlParser.NotYaml e) {
      return refused(String.valueOf(e.getMessage()));
    }
  }

  private static Supplier<MigrationRequest> request(RequestSection root, List<String> problems) {
    var source = source(root.section("source"));
    var archive = archive(root.section("archive"));
    var replica = replica(root.section("replica"));
    var target = target(root.section("target"));
    var cutover = cutover(root.optionalSection("cutover"));
    root.end();
    if (!problems.isEmpty()) {
      return () -> {
        throw new IllegalStateException("The request has problems.");
      };
    }
    var request =
        new MigrationRequest(
            source.get(), archive.get(), replica.get(), target.get(), cutover.get());
    if (request.target().majorVersion() < request.source().version()) {
      problems.add(
          "target.engine-version %s is older than source.version %d; choose a version that is not older."
              .formatted(request.target().engineVersion(), request.source().version()));
    }
    if (request.archive().accessKey().isEmpty() && request.replica().instanceProfile().isEmpty()) {
      problems.add(
          "archive.access-key-id and archive.secret-access-key are missing; give them, or a"
              + " replica.instance-profile that may read the archive.");
    }
    return () -> request;
  }

  private static Supplier<Source> source(RequestSection in) {
    var apps = in.list("apps", FieldFormats::app);
    var configVar = in.optional("config-var", FieldFormats::configVar);
    var token = in.required("token", FieldFormats::secret);
    var version = in.required("version", FieldFormats::sourceVersion);
    in.end();
    return () ->
        new Source(
            apps.orElseThrow(),
            configVar.orElse("DATABASE_URL"),
            token.orElseThrow(),
            version.orElseThrow());
  }

  private static Supplier<Archive> archive(RequestSection in) {
    var prefix = in.required("prefix", FieldFormats::s3);
    var region = in.required("region", FieldFormats::region);
    var accessKeyId = in.optional("access-key-id", FieldFormats::secret);
    var secretAccessKey = in.optional("secret-access-key", FieldFormats::secret);
    var openPgpKey = in.optional("openpgp-key", FieldFormats::secret);
    var libsodiumKey = in.optional("libsodium-key", FieldFormats::secret);
    var libsodium = in.optional("libsodium-key-transform", FieldFormats::libsodium);
    in.requireTogether("access-key-id", "secret-access-key");
    in.refuseBoth("openpgp-key", "libsodium-key");
    in.refuseWithout("libsodium-key-transform", "libsodium-key");
    var endpoint = in.optional("endpoint", FieldFormats::endpoint);
    in.end();
    return () ->
        new Archive(
            prefix.orElseThrow(),
            region.orElseThrow(),
            accessKeyId.map(id -> new AccessKey(id, secretAccessKey.orElseThrow())),
            openPgpKey
                .map(key -> new Encryption(Method.OPENPGP, key))
                .or(
                    () ->
                        libsodiumKey.map(
                            key -> new Encryption(libsodium.orElse(Method.LIBSODIUM), key))),
            endpoint);
  }

  private static Supplier<Replica> replica(RequestSection in) {
    var instanceType = in.required("instance-type", FieldFormats::instanceType);
    var volume = in.required("volume", FieldFormats::gib);
    var admin = in.list("admin", FieldFormats::cidr);
    var clients = in.list("clients", FieldFormats::cidr);
    var standby = in.optional("standby", FieldFormats::standby);
    var rebuild = in.optional("rebuild-indexes-up-to", FieldFormats::gib);
    var subnet = in.optional("subnet", FieldFormats::subnet);
    var profile = in.optional("instance-profile", FieldFormats::instanceProfile);
    var image = in.optional("image", FieldFormats::image);
    in.end();
    return () ->
        new Replica(
            instanceType.orElseThrow(),
            volume.orElseThrow(),
            admin.orElseThrow(),
            clients.orElseThrow(),
            standby.orElse(Standby.HOST),
            rebuild.orElse(REBUILD_GIB),
            subnet,
            profile,
            image);
  }

  private static Supplier<Target> target(RequestSection in) {
    var engineVersion = in.required("engine-version", FieldFormats::engineVersion);
    var instanceClass = in.required("instance-class", FieldFormats::instanceClass);
    var database = in.required("database", FieldFormats::database);
    var subnets = in.optionalList("subnets", FieldFormats::subnet);
    in.end();
    return () ->
        new Target(
            engineVersion.orElseThrow(),
            instanceClass.orElseThrow(),
            database.orElseThrow(),
            subnets.orElse(List.of()));
  }

  private static Supplier<Cutovers> cutover(RequestSection in) {
    var toReplica = policy(in.optionalSection("to-replica"), Duration.ofSeconds(60));
    var aurora = in.optionalSection("to-aurora");
    var unjudged = aurora.optional("unjudged", FieldFormats::approval);
    var toAurora = policy(aurora, Duration.ofSeconds(30));
    in.end();
    return () -> new Cutovers(toReplica.get(), toAurora.get(), unjudged.orElse(Approval.REQUIRED));
  }

  /** By default, no window opens without approval. */
  private static Supplier<Policy> policy(RequestSection in, Duration maxUnavailability) {
    var approval = in.optional("approval", FieldFormats::approval);
    Optional<Duration> budget = in.optional("max-unavailability", FieldFormats::span);
    var retries = in.optional("retries", FieldFormats::retries);
    var pause = in.optional("retry-pause", FieldFormats::span);
    in.end();
    return () ->
        new Policy(
            approval.orElse(Approval.REQUIRED),
            budget.orElse(maxUnavailability),
            retries.orElse(0),
            pause.orElse(RETRY_PAUSE));
  }

  private static Result refused(String problem) {
    return new Result.Refused(List.of(problem));
  }
}
