package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedStepTest {
  private static final List<String> SERVICES =
      List.of("provisioner-service", "replica-service", "replication-monitor", "cutover-service");

  /** The page draws each step as well as it lists it. */
  @Test
  void everyStepThatThePageDrawsIsRead() throws IOException {
    var drawn =
        Files.readAllLines(Path.of("../docs/saga.md")).stream()
            .filter(line -> line.matches(" {4}\\w+\\[[a-z-]+]"))
            .map(line -> line.replaceAll(".*\\[|]", ""))
            .toList();
    var read = Stream.<PublishedStep>builder();
    for (var service : SERVICES) {
      PublishedStep.of(service).forEach(read);
    }
    assertThat(read.build().map(PublishedStep::name).toList())
        .isEqualTo(drawn)
        .hasSizeGreaterThan(50);
  }

  @Test
  void theStepsOfACutoverAreInTheOrderOfTheRunbook() throws IOException {
    assertThat(CutoverSaga.thereSteps())
        .extracting(PublishedStep::name)
        .startsWith("check-replica")
        .containsSubsequence("fence-heroku", "promote-replica", "fence-replica", "pivot-to-aurora")
        .endsWith("end-replication");
    assertThat(CutoverSaga.backSteps())
        .extracting(PublishedStep::name)
        .startsWith("prepare-back-to-replica")
        .endsWith("complete-back-to-replica");
  }

  /** What a plan waits for must come on its way, or no later plan is carried out. */
  @Test
  void theOperatorsOtherWaysAreNotAmongTheStepsOfACutover() throws IOException {
    var others =
        Stream.concat(CutoverSaga.copyAgainSteps().stream(), CutoverSaga.settlingSteps().stream())
            .toList();
    assertThat(others)
        .extracting(PublishedStep::name)
        .containsExactly(
            "give-up-copy", "clear-copy", "create-slot-again", "settle", "drop-publication");
    assertThat(CutoverSaga.thereSteps()).doesNotContainAnyElementsOf(others);
  }
}
