package dev.kahuna.standin.tool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The standard output and error of a {@link Tool}'s caller, line by line. */
public final class ToolOutput {
  private final Lines lines;

  /** Takes whole lines, each with its kind. */
  private interface Lines {
    void send(char kind, String text) throws IOException;
  }

  private ToolOutput(Lines lines) {
    this.lines = lines;
  }

  /** To a caller at the other end of a connection, each line with its kind before it. */
  static ToolOutput framed(OutputStream client) {
    return new ToolOutput(
        (kind, text) -> {
          var framed = new StringBuilder();
          text.lines().forEach(line -> framed.append(kind).append(line).append('\n'));
          client.write(framed.toString().getBytes(StandardCharsets.UTF_8));
          client.flush();
        });
  }

  /** To whoever started this process. */
  public static ToolOutput ofThisProcess() {
    return new ToolOutput(
        (kind, text) -> text.lines().forEach((kind == 'e' ? System.err : System.out)::println));
  }

  /** Prints lines to standard output. */
  public void print(String text) throws IOException {
    send('o', text);
  }

  /** Prints lines to standard error. */
  public void error(String text) throws IOException {
    send('e', text);
  }

  void exit(int status) throws IOException {
    send('x', Integer.toString(status));
  }

  private synchronized void send(char kind, String text) throws IOException {
    lines.send(kind, text);
  }
}
