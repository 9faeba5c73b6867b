package dev.kahuna.randonumba;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * {@code randonumba web} serves the page on {@code PORT}; {@code randonumba worker} writes a tick
 * at intervals. Both keep using the database that {@code DATABASE_URL} names when they start, so
 * only a restart moves them.
 */
public final class RandoNumba {
  private static final String WEB = "web";
  private static final List<String> TYPES = List.of(WEB, "worker");

  /** What runs until it is closed; closing waits a few seconds for what has begun. */
  public interface Running extends AutoCloseable {
    @Override
    void close();
  }

  private RandoNumba() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 1 || !TYPES.contains(args[0])) {
      System.err.println("Name the process to run: randonumba web or randonumba worker");
      System.exit(2);
    }
    var running = start(args[0], System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(running::close));
  }

  /**
   * Starts what a process of this type does.
   *
   * @param environment of the process: {@code DATABASE_URL}, {@code PORT}, {@code HOST}, {@code
   *     DYNO}
   */
  public static Running start(String type, Map<String, String> environment) throws IOException {
    var pool = new ConnectionPool(DatabaseUrl.from(environment));
    Running running =
        type.equals(WEB)
            ? web(environment, new Draws(pool))
            : Worker.start(new Draws(pool), environment.getOrDefault("DYNO", "worker"));
    return () -> {
      running.close();
      pool.close();
    };
  }

  private static Running web(Map<String, String> environment, Draws draws) throws IOException {
    var host = environment.getOrDefault("HOST", "0.0.0.0");
    var port = Integer.parseInt(environment.getOrDefault("PORT", "5000"));
    // Connecting takes longer than opening the port, so both happen at once.
    Thread.startVirtualThread(draws::warmUp);
    var server = new WebServer(new InetSocketAddress(host, port), draws);
    System.out.println("web: listening on port " + server.port());
    return server;
  }
}
