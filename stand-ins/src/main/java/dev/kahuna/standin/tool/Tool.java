package dev.kahuna.standin.tool;

/** The work of a program that stands on a host's path but runs in this process. */
@FunctionalInterface
public interface Tool {
  /**
   * Does the work of one call.
   *
   * @return the exit status that the caller's shell sees
   * @throws Exception the caller sees its message on standard error and exit status 1
   */
  int run(Invocation call, ToolOutput output) throws Exception;
}
