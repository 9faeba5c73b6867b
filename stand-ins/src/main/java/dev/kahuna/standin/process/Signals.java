package dev.kahuna.standin.process;

import java.util.List;

/** Signals that Java cannot send by itself. */
public final class Signals {
  private Signals() {}

  /** Sends a signal by its name, such as {@code INT}; harmless if the process is gone. */
  public static void send(String signal, long pid) {
    Shell.succeeds(List.of("bash", "-c", "kill -s \"$1\" \"$2\"", "kill", signal, pid + ""));
  }
}
