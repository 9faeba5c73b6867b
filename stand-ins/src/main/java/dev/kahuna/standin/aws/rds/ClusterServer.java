package dev.kahuna.standin.aws.rds;

import java.io.IOException;

/** What an Aurora cluster is made of on this machine. Calls for one cluster never overlap. */
public interface ClusterServer {
  /**
   * Starts a server and returns when it accepts connections. When this throws, the cluster's status
   * becomes {@code failed}.
   */
  ClusterEndpoint create(ClusterSpec spec) throws IOException;

  /** Ends the server and removes its data. An unknown identifier is no error. */
  void delete(String identifier) throws IOException;
}
