package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

/**
 * A page of {@code docs/} that is made from the code. {@code -Dkahuna.write-pages=true} rewrites
 * it; without that a stale page is red.
 */
final class GeneratedPage {
  private GeneratedPage() {}

  /** Holds the page to the text. */
  static void holds(String name, String text) throws IOException {
    var page = Checkout.ROOT.resolve("docs").resolve(name);
    if (Boolean.getBoolean("kahuna.write-pages")) {
      Files.writeString(page, text);
    }
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as(
            "docs/%s is stale. Rewrite it: ./mvnw -pl architecture -am test"
                + " -Dtest='SagaTest,*PageTest' -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dkahuna.write-pages=true",
            name)
        .isEqualTo(text);
  }

  /** A cell of a table: on one line, with Javadoc's markup turned into Markdown's. */
  static String cell(String javadoc) {
    return javadoc
        .replaceAll("\\{@code\\s+([^}]*)}", "`$1`")
        .replaceAll(
            "\\{@link(?:plain)?\\s+(?:[\\w.]*#)?([\\w.]+)(?:\\([^)]*\\))?(?:\\s+([^}]*))?}", "$1")
        .replaceAll("\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }
}
