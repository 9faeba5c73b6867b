package dev.kahuna.standin.aws.ec2;

import java.io.IOException;

/** What an EC2 instance is made of on this machine. Calls for one instance never overlap. */
public interface InstanceHost {
  /**
   * Starts a host and returns when it accepts SSH connections. When this throws, the instance goes
   * from pending to terminated, as on EC2 when a launch fails after it was accepted.
   */
  BootedInstance boot(InstanceLaunch launch) throws IOException;

  /** Ends the host, its processes and its volumes. An unknown id is no error. */
  void terminate(String instanceId) throws IOException;
}
