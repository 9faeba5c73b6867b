package dev.kahuna.randonumba;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * {@code randonumba web} serves the page on {@code PORT}; {@code randonumba worker} writes a tick
 * at intervals. Both keep using the database that {@code DATABASE_URL} names when they start, so
 * only a restart moves them.
 */
public final class RandoNumba {
  private RandoNumba() {}

  public static void main(String[] args) throws Exception {
    var environment = System.getenv();
    var pool = new ConnectionPool(DatabaseUrl.from(environment));
    switch (args.length == 1 ? args[0] : "") {
      case "web" -> web(environment, pool);
      case "worker" -> new Worker(pool).run();
      default -> {
        System.err.println("Name the process to run: randonumba web or randonumba worker");
        System.exit(2);
      }
    }
  }

  private static void web(Map<String, String> environment, ConnectionPool pool) throws Exception {
    var host = environment.getOrDefault("HOST", "0.0.0.0");
    var port = Integer.parseInt(environment.getOrDefault("PORT", "5000"));
    var draws = new Draws(pool);
    // Connecting takes longer than opening the port, so both happen at once.
    Thread.startVirtualThread(draws::warmUp);
    var server = new WebServer(new InetSocketAddress(host, port), draws);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("web: listening on port " + server.port());
  }
}
