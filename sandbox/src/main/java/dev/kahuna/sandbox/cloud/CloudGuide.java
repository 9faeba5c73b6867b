package dev.kahuna.sandbox.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says where everything of a running cloud is. Credentials are in a file that only its owner reads.
 */
public final class CloudGuide {
  private static final String ID = "my-migration";

  private CloudGuide() {}

  /** Writes the environment and a request beside the cloud's state, and describes them. */
  public static String write(Cloud cloud) throws IOException {
    var root = cloud.state().root();
    var environment = environment(cloud, root.resolve("environment"));
    var request = Files.writeString(root.resolve("request.yaml"), cloud.requestYaml(ID));
    return """
        The sandbox is up. End it with: kahuna sandbox down

          App            %s
          Heroku API     %s
          AWS            %s   (EC2, RDS, Secrets Manager, STS)
          S3 archive     %s at %s
          Kafka          %s
          Services       %s
          Logs           %s

          Credentials    %s
                         HEROKU_API_KEY, AWS_*, ARCHIVE_*, DATABASE_URL: load them with
                         set -a; . %s; set +a

          A request      %s
                         kahuna request %s
                         kahuna watch %s
        """
        .formatted(
            cloud.tenant().app().webUrl(),
            cloud.heroku().apiUrl(),
            cloud.awsEnvironment().get("AWS_ENDPOINT_URL"),
            cloud.archive().prefix(),
            cloud.archive().endpoint(),
            cloud.broker().bootstrapServers(),
            services(cloud),
            cloud.logs(),
            environment,
            environment,
            request,
            request,
            ID);
  }

  private static String services(Cloud cloud) {
    return cloud.services().processes().stream()
        .map(s -> "%s http://127.0.0.1:%d/actuator/prometheus".formatted(s.name(), s.port()))
        .collect(Collectors.joining("\n                 "));
  }

  private static Path environment(Cloud cloud, Path file) throws IOException {
    Map<String, String> variables = new TreeMap<>(cloud.serviceEnvironment());
    variables.put("DATABASE_URL", cloud.tenant().source().databaseUrl());
    var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, mine);
    var lines = variables.entrySet().stream().map(v -> v.getKey() + "='" + v.getValue() + "'");
    return Files.write(file, lines.toList());
  }
}
