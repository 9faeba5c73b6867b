package dev.kahuna.standin.archive;

import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.tool.Invocation;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@link WalG} as a program of its own, for hosts that do not share this process's files. */
public final class WalGProgram {
  private WalGProgram() {}

  /** Does one call and exits with its status. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var output = ToolOutput.ofThisProcess();
    System.exit(run(List.of(arguments), output));
  }

  private static int run(List<String> arguments, ToolOutput output)
      throws IOException, InterruptedException {
    var call = new Invocation(arguments, Path.of("").toAbsolutePath(), System.getenv());
    try {
      return new WalG(PostgresUser.current()).run(call, output);
    } catch (IOException e) {
      output.error(String.valueOf(e.getMessage()));
      return 1;
    }
  }
}
