package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every file that the build reads reaches the images' build, and none that it wrote. */
class BuildContextTest {
  private static final String SOURCE =
      "provisioner-service/src/main/java/dev/kahuna/provisioner/target/CreateTarget.java";

  @Test
  void everySourceReachesTheBuild() {
    var ignore = new DockerIgnore(Checkout.read(Checkout.ROOT.resolve(".dockerignore")));
    var needed =
        Checkout.filesBelow(Checkout.ROOT)
            .map(Checkout::name)
            .filter(name -> name.matches("[^/]+/src/.*|([^/]+/)?pom.xml|mvnw|\\.mvn/.*"))
            .toList();
    assertThat(needed).contains("pom.xml", "mvnw", SOURCE).hasSizeGreaterThan(800);
    assertThat(needed).filteredOn(ignore::leavesOut).isEmpty();
    assertThat(List.of("target/kahuna.built", "sandbox/target/lib/a.jar", ".git/HEAD"))
        .allMatch(ignore::leavesOut);
  }

  @Test
  void patternsMatchAsDockers() {
    assertThat(new DockerIgnore("**/target").leavesOut(SOURCE)).isTrue();
    assertThat(new DockerIgnore("target\n*/target").leavesOut(SOURCE)).isFalse();
    assertThat(new DockerIgnore("*/target/").leavesOut("sandbox/target/a/b")).isTrue();
    assertThat(new DockerIgnore("docs\n!docs/kept.md").leavesOut("docs/kept.md")).isFalse();
    assertThat(new DockerIgnore("# docs\nd?cs/*.md").leavesOut("docs/a.md")).isTrue();
    assertThat(new DockerIgnore("docs").leavesOut("more/docs/a.md")).isFalse();
  }
}
