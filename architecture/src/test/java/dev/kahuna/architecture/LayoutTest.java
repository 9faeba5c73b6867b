package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the modules and packages of docs/architecture.md. */
class LayoutTest {
  private static final Set<String> SERVICES =
      Set.of("provisioner-service", "replica-service", "replication-monitor", "cutover-service");

  private static final Set<String> SPRING_IN_RUNTIME =
      Set.of(
          // The beans that all services share, and their start, stop and health.
          "dev.kahuna.autoconfigure",
          // Runs on the listener container of Spring for Kafka.
          "dev.kahuna.loop",
          // Bound by Boot to the properties that all services share.
          "dev.kahuna.settings");

  /** Uses Boot's parser of keys and certificates in PEM, and nothing else of Spring. */
  private static final String PEM = "service-runtime/src/main/java/dev/kahuna/postgres/Pem.java";

  private static Layout layout;

  @BeforeAll
  static void read() throws IOException {
    layout = new Layout(SourceFile.ofCheckout());
    assertThat(layout.files()).hasSizeGreaterThan(700);
  }

  @Test
  void noPackagesImportEachOtherInACycle() {
    assertThat(layout.packageCycles()).isEmpty();
  }

  @Test
  void everyPackageBelongsToOneModule() {
    assertThat(layout.splitPackages()).isEmpty();
  }

  @Test
  void noPackageIsCrowded() {
    assertThat(layout.crowdedPackages()).isEmpty();
  }

  @Test
  void noFileIsLong() {
    assertThat(layout.longFiles()).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(layout.unmarkedPackages()).isEmpty();
  }

  @Test
  void standInsKnowNothingOfKahuna() {
    assertThat(layout.foreignImports(main("stand-ins"), "dev.kahuna.standin")).isEmpty();
    assertThat(layout.foreignImports(of("stand-ins"), "dev.kahuna.standin", "dev.kahuna.broker"))
        .isEmpty();
    assertThat(layout.foreignImports(of("embedded-broker"), "dev.kahuna.broker")).isEmpty();
    assertThat(layout.foreignImports(of("randonumba"), "dev.kahuna.randonumba")).isEmpty();
  }

  @Test
  void commonEventsImportsNoOtherModule() {
    assertThat(
            layout.foreignImports(
                main("common-events"),
                "dev.kahuna.event",
                "dev.kahuna.failure",
                "dev.kahuna.log",
                "dev.kahuna.migration",
                "dev.kahuna.request",
                "dev.kahuna.telemetry"))
        .isEmpty();
  }

  @Test
  void servicesDoNotImportEachOther() {
    for (var service :
        Set.of(
            "dev.kahuna.provisioner",
            "dev.kahuna.replica",
            "dev.kahuna.monitor",
            "dev.kahuna.cutover")) {
      Predicate<SourceFile> own = file -> file.packageName().startsWith(service);
      assertThat(layout.importersOf(service + ".", file -> SERVICES.contains(file.module()), own))
          .isEmpty();
    }
  }

  @Test
  void theCommandLineSeesOnlyBreakGlassOfCutoverService() {
    assertThat(
            layout.importersOf(
                "dev.kahuna.cutover.",
                main("operator-cli"),
                file ->
                    file.imports().stream()
                        .filter(name -> name.startsWith("dev.kahuna.cutover."))
                        .allMatch(name -> name.startsWith("dev.kahuna.cutover.breakglass."))))
        .isEmpty();
  }

  @Test
  void acceptanceImportsNoService() {
    for (var inside :
        Set.of(
            "dev.kahuna.provisioner",
            "dev.kahuna.replica",
            "dev.kahuna.monitor",
            "dev.kahuna.cutover",
            "dev.kahuna.step",
            "dev.kahuna.loop")) {
      assertThat(layout.importersOf(inside + ".", of("acceptance"), file -> false)).isEmpty();
    }
  }

  @Test
  void springStaysInConfigurationAndRuntime() {
    Predicate<SourceFile> configures =
        file ->
            SERVICES.contains(file.module())
                && file.simpleName().matches(".*(Application|Configuration|Settings)");
    Predicate<SourceFile> runs =
        file -> SPRING_IN_RUNTIME.contains(file.packageName()) || file.path().equals(PEM);
    assertThat(layout.importersOf("org.springframework.", SourceFile::isMain, configures.or(runs)))
        .isEmpty();
  }

  private static Predicate<SourceFile> of(String module) {
    return file -> file.module().equals(module);
  }

  private static Predicate<SourceFile> main(String module) {
    return of(module).and(SourceFile::isMain);
  }
}
