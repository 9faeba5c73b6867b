package dev.kahuna.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every script passes bash's parser, and shellcheck where that is installed. */
class ScriptsTest {
  private static final Path RESOURCES = Path.of("src/main/resources/dev/kahuna/replica");
  private static final Path COMMON = RESOURCES.resolve("ssh/script/common.sh");

  @TempDir private Path directory;

  @TestFactory
  List<DynamicTest> scriptsAreSound() throws IOException {
    try (var files = Files.walk(RESOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".sh") && !file.equals(COMMON))
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(whole(file))))
          .toList();
    }
  }

  /** A script for hosts is run behind the common part; a program stands for itself. */
  private Path whole(Path script) throws IOException {
    var text = Files.readString(script);
    if (text.startsWith("#!")) {
      return script;
    }
    var joined = directory.resolve(script.getFileName().toString());
    return Files.writeString(joined, "#!/usr/bin/env bash\n" + Files.readString(COMMON) + text);
  }

  private static void check(Path script) throws IOException, InterruptedException {
    assertThat(run("bash", "-n", script.toString())).isEmpty();
    assertThat(run("shellcheck", script.toString())).isEmpty();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
