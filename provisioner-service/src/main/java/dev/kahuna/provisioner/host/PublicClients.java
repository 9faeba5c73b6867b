package dev.kahuna.provisioner.host;

import dev.kahuna.request.MigrationRequest.Replica;
import java.util.regex.Pattern;

/** Tells whether the app's dynos connect over the internet or only from private networks. */
public final class PublicClients {
  /** RFC 1918 and RFC 6598, which a peered Private Space uses. */
  private static final Pattern PRIVATE =
      Pattern.compile(
          "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*"
              + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|127\\..*");

  private PublicClients() {}

  /** Whether any block of the request is public; hosts and cluster must then be public too. */
  public static boolean in(Replica replica) {
    return replica.clients().stream().anyMatch(cidr -> !PRIVATE.matcher(cidr).matches());
  }
}
