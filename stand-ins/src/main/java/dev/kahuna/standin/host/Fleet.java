package dev.kahuna.standin.host;

import dev.kahuna.standin.aws.ec2.InstanceHost;
import java.io.IOException;
import java.util.Optional;

/** What EC2 makes instances of. Closing it ends every host. */
public interface Fleet extends InstanceHost, AutoCloseable {
  /**
   * Where the hosts find a program.
   *
   * @param sha256 of the program for x86-64
   */
  record WalGDownload(String url, String sha256) {}

  /** Where the hosts find WAL-G; empty if they bring it. */
  Optional<WalGDownload> walG();

  @Override
  void close() throws IOException;
}
