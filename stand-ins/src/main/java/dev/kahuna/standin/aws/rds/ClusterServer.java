package dev.kahuna.standin.aws.rds;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What an Aurora cluster is made of on this machine. Calls for one cluster never overlap. */
public interface ClusterServer {
  /**
   * Starts a server and returns when it accepts connections. When this throws, the cluster's status
   * becomes {@code failed}.
   */
  ClusterEndpoint create(ClusterSpec spec) throws IOException;

  /** The server's log; empty if it writes none. */
  default Optional<Path> log(String identifier) {
    return Optional.empty();
  }

  /** Ends the server and removes its data. An unknown identifier is no error. */
  void delete(String identifier) throws IOException;
}
