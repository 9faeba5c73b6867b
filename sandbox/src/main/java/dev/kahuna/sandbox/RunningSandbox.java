package dev.kahuna.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a sandbox that was left running says of itself, in files of the build folder.
 *
 * @param pidFile its process
 * @param guideFile where everything is; there once it is ready
 * @param log what it prints
 */
record RunningSandbox(Path pidFile, Path guideFile, Path log) {

  /** Of a checkout. */
  static RunningSandbox in(Path repository) throws IOException {
    var target = Files.createDirectories(repository.resolve("sandbox").resolve("target"));
    return new RunningSandbox(
        target.resolve("up.pid"), target.resolve("up.txt"), target.resolve("up.log"));
  }

  void announce(long pid, String guide) throws IOException {
    Files.writeString(pidFile, String.valueOf(pid));
    var partial = guideFile.resolveSibling("up.txt.partial");
    Files.writeString(partial, guide);
    Files.move(partial, guideFile);
  }

  /** The process, if there is one that still runs. */
  Optional<ProcessHandle> process() throws IOException {
    return Files.exists(pidFile)
        ? ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
            .filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  /** Where everything is. */
  Optional<String> guide() throws IOException {
    return Files.exists(guideFile) ? Optional.of(Files.readString(guideFile)) : Optional.empty();
  }

  void forget() throws IOException {
    Files.deleteIfExists(pidFile);
    Files.deleteIfExists(guideFile);
  }
}
