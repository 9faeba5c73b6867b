package dev.kahuna.operator.console;

import java.io.PrintWriter;
import java.util.List;

/**
 * Lines that stay and, on a terminal, a few lines below them that are redrawn. Without a terminal
 * no escape sequence is written.
 */
public final class Screen {
  private static final int DEFAULT_WIDTH = 100;

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean blocks;
  private final int width;
  private int drawn;

  private Screen(PrintWriter out, boolean terminal, boolean blocks, int width) {
    this.out = out;
    this.terminal = terminal;
    this.blocks = blocks;
    this.width = width;
  }

  /** A terminal if standard output is one, else plain lines; {@code out} must write to it. */
  public static Screen standard(PrintWriter out) {
    var console = System.console();
    var terminal = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    var blocks = terminal && System.out.charset().newEncoder().canEncode('█');
    return new Screen(out, terminal, blocks, width());
  }

  /** Plain lines. */
  public static Screen plain(PrintWriter out) {
    return new Screen(out, false, false, DEFAULT_WIDTH);
  }

  static Screen terminal(PrintWriter out, int width) {
    return new Screen(out, true, true, width);
  }

  boolean isTerminal() {
    return terminal;
  }

  boolean drawsBlocks() {
    return blocks;
  }

  /** Prints a line that stays. */
  public void line(String text) {
    erase();
    out.println(text);
    out.flush();
  }

  /** Draws these below all lines and replaces what was drawn; nothing without a terminal. */
  void draw(List<String> lines) {
    if (!terminal) {
      return;
    }
    erase();
    lines.forEach(text -> out.println(text.length() < width ? text : text.substring(0, width - 1)));
    drawn = lines.size();
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "A\r\u001b[J");
      drawn = 0;
    }
  }

  private static int width() {
    var columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{1,3}")
        ? Integer.parseInt(columns)
        : DEFAULT_WIDTH;
  }
}
