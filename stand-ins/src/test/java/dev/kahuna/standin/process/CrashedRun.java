package dev.kahuna.standin.process;

import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.ServerSpec;
import dev.kahuna.standin.postgres.TestMachine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process of its own that starts a server and is then killed. */
final class CrashedRun {
  private CrashedRun() {}

  public static void main(String[] arguments) throws Exception {
    var sandbox = TestMachine.claim(arguments[0]);
    var address = Loopback.freeAddress(5432);
    var spec = new ServerSpec("left", 15, address, 5432, Map.of(), List.of(), Map.of());
    var home = sandbox.state().root().resolve("left");
    PostgresServer.create(spec, sandbox.machine(), home).start();
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
