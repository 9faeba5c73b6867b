package dev.kahuna.standin.host;

import dev.kahuna.standin.aws.ec2.InstanceHost;
import java.io.IOException;
import java.util.Map;

/** What EC2 makes instances of. Closing it ends every host. */
public interface Fleet extends InstanceHost, AutoCloseable {
  /** How services are told where the hosts find WAL-G; nothing if the hosts bring it. */
  Map<String, String> walG();

  @Override
  void close() throws IOException;
}
