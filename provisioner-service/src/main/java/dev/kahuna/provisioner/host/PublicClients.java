package dev.kahuna.provisioner.host;

import dev.kahuna.request.MigrationRequest.Replica;
import java.util.regex.Pattern;

/** Whether the app's dynos come over the internet, or from private networks only. */
public final class PublicClients {
  /** RFC 1918 and RFC 6598, which a peered Private Space uses. */
  private static final Pattern PRIVATE =
      Pattern.compile(
          "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*"
              + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|127\\..*");

  private PublicClients() {}

  /** Whether any block of the request is public, so that hosts and cluster must be so too. */
  public static boolean in(Replica replica) {
    return replica.clients().stream().anyMatch(cidr -> !PRIVATE.matcher(cidr).matches());
  }
}
