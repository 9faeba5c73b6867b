package dev.kahuna.cutover;

import dev.kahuna.randonumba.RandoNumba;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does in this process what the dynos of RandoNumba do. A dyno stays a process of its own, which
 * holds a connection to this host: it tells its environment, and says when it is told to stop. Such
 * a dyno starts in milliseconds; the virtual machine of a real one costs more than a cutover.
 */
final class AppHost implements AutoCloseable {
  private static final List<String> ENVIRONMENT = List.of("DATABASE_URL", "PORT", "HOST", "DYNO");

  /** What a dyno runs, with the host's port and the type of the process. */
  private static final String DYNO =
      "exec 3<>/dev/tcp/127.0.0.1/%d; trap 'echo stop >&3' TERM; printf '%%s\\n' %s %s >&3;"
          + " while read -r -u 3 line; do echo \"$line\"; done";

  private final ServerSocket server;

  AppHost() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The Procfile of an app whose dynos this host serves. */
  String procfile() {
    return "web: %s%nworker: %s%n".formatted(command("web"), command("worker"));
  }

  private String command(String type) {
    var values = ENVIRONMENT.stream().map("\"$%s\""::formatted).toList();
    return DYNO.formatted(server.getLocalPort(), type, String.join(" ", values));
  }

  private void accept() {
    try {
      while (true) {
        var dyno = server.accept();
        Thread.ofVirtual().start(() -> serve(dyno));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  /** Until the dyno says stop, or has ended. */
  private static void serve(Socket dyno) {
    try (dyno;
        var lines =
            new BufferedReader(
                new InputStreamReader(dyno.getInputStream(), StandardCharsets.UTF_8))) {
      var type = lines.readLine();
      if (type == null) {
        System.out.println("a dyno was killed before it began");
        return;
      }
      try (var _ = RandoNumba.start(type, environment(lines))) {
        if (lines.readLine() == null) {
          System.out.println("a dyno was killed");
        }
      }
    } catch (IOException e) {
      System.out.println("a dyno has ended: " + e.getMessage());
    }
  }

  private static Map<String, String> environment(BufferedReader lines) throws IOException {
    var environment = new LinkedHashMap<String, String>();
    for (var name : ENVIRONMENT) {
      var value = lines.readLine();
      if (value != null && !value.isEmpty()) {
        environment.put(name, value);
      }
    }
    return environment;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
