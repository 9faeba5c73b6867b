package dev.kahuna.standin.heroku;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A web process for the tests: says its {@code GREETING}; {@code /hold?FILE} waits for a file. */
public final class TinyWeb {
  private TinyWeb() {}

  public static void main(String[] args) throws Exception {
    var port = Integer.parseInt(System.getenv("PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/hold")) {
            var file = Path.of(exchange.getRequestURI().getQuery());
            Files.createFile(file.resolveSibling("holding"));
            while (!Files.exists(file)) {
              LockSupport.parkNanos(5_000_000);
            }
          }
          if (exchange.getRequestURI().getPath().equals("/crash")) {
            Runtime.getRuntime().halt(3);
          }
          var said =
              (System.getenv("DYNO") + " " + System.getenv("GREETING"))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
  }

  /** Writes a Procfile whose web process this is. */
  static Path app(Path directory, String otherTypes) throws Exception {
    var classes =
        Path.of(TinyWeb.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var web =
        "web: exec java -Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' %s%n"
            .formatted(classes, TinyWeb.class.getName());
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("Procfile"), web + otherTypes);
    return directory;
  }
}
