package dev.kahuna.standin.postgres;

import dev.kahuna.standin.archive.ArchiveServer;
import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.StateDirectory;
import dev.kahuna.standin.tool.ToolServer;
import java.io.IOException;
import java.nio.file.Path;

/** What every test of real servers needs: a state directory of its own, an archive, the tools. */
public record TestMachine(
    StateDirectory state,
    PostgresUser user,
    PostgresServer.Machine machine,
    ToolServer tools,
    ArchiveServer archive)
    implements AutoCloseable {

  /** Claims {@code target/<name>}; the binaries are shared between tests. */
  public static TestMachine claim(String name) throws IOException {
    var user = PostgresUser.current();
    var module = Path.of("").toAbsolutePath();
    var target = Path.of(System.getProperty("kahuna.test.target", module + "/target"));
    var state = StateDirectory.claim(target.resolve(name), user);
    var cache = user.reaches(target) ? target.resolve("postgres") : state.cache();
    var binaries = new PostgresBinaries(module.getParent(), cache);
    return new TestMachine(
        state,
        user,
        new PostgresServer.Machine(binaries, user, state.processes()),
        new ToolServer(),
        ArchiveServer.start(state.root().resolve("s3"), "heroku-wal", "archive/db1"));
  }

  @Override
  public void close() throws IOException {
    archive.close();
    tools.close();
    state.close();
  }
}
