package dev.kahuna.standin.tool;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets scripts on a host's path be written in Java: each script, a few lines of bash, connects to
 * this server on the loopback interface, names its tool by a token, and relays what the tool says.
 *
 * <p>A call costs the start of a bash, about 5 ms, instead of the start of a JVM.
 */
public final class ToolServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ToolServer.class);
  private static final int MAX_ARGUMENTS = 10_000;
  private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

  private final ServerSocket server;
  private final Map<String, Tool> tools = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  public ToolServer() throws IOException {
    server = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().name("tool-server").start(this::accept);
  }

  /**
   * Writes a script that calls the tool.
   *
   * @return what makes the script refuse from then on; the script itself stays
   */
  public Runnable install(Path script, Tool tool) throws IOException {
    var secret = new byte[16];
    random.nextBytes(secret);
    var token = HexFormat.of().formatHex(secret);
    tools.put(token, tool);
    Files.createDirectories(Objects.requireNonNull(script.getParent()));
    Files.writeString(
        script,
        template()
            .replace("@PORT@", Integer.toString(server.getLocalPort()))
            .replace("@TOKEN@", token));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return () -> tools.remove(token);
  }

  private static String template() throws IOException {
    try (var in = Objects.requireNonNull(ToolServer.class.getResourceAsStream("thin-client.sh"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        Thread.ofVirtual().name("tool").start(() -> serve(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("The tool server could not accept a call: {}", e.toString());
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(REQUEST_TIMEOUT_MILLIS);
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream());
      var output = ToolOutput.framed(new BufferedOutputStream(client.getOutputStream()));
      var tool = tools.get(field(in));
      if (tool == null) {
        output.error("this program belongs to a host that is gone");
        output.exit(1);
        return;
      }
      output.exit(run(tool, invocation(in), output));
    } catch (IOException e) {
      LOG.debug("A tool's caller went away: {}", e.toString());
    }
  }

  private static int run(Tool tool, Invocation call, ToolOutput output) throws IOException {
    try {
      return tool.run(call, output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (Exception e) {
      LOG.debug("{} failed", call, e);
      output.error(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    }
  }

  private static Invocation invocation(InputStream in) throws IOException {
    var directory = Path.of(field(in));
    int count = Integer.parseInt(field(in));
    if (count > MAX_ARGUMENTS) {
      throw new IOException(count + " arguments are too many");
    }
    var arguments = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      arguments.add(field(in));
    }
    var environment = new HashMap<String, String>();
    for (var entry = field(in); !entry.isEmpty(); entry = field(in)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return new Invocation(arguments, directory, environment);
  }

  /** Reads up to the next NUL. */
  private static String field(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    tools.clear();
  }
}
