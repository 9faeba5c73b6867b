package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule reports its violation, with the place. */
class LayoutRulesTest {
  private static final SourceFile A = file("one", "main", "a", "A", "dev.kahuna.b.B");
  private static final SourceFile B = file("two", "main", "b", "B", "dev.kahuna.c.C.Inner");

  @Test
  void reportsACycle() {
    var c = file("two", "main", "c", "C", "dev.kahuna.a.A");
    assertThat(layout(A, B, c).packageCycles())
        .containsExactly(
            "dev.kahuna.a -> dev.kahuna.b (one/src/main/java/dev/kahuna/a/A.java)"
                + " -> dev.kahuna.c (two/src/main/java/dev/kahuna/b/B.java)"
                + " -> dev.kahuna.a (two/src/main/java/dev/kahuna/c/C.java)");
    assertThat(layout(A, B).packageCycles()).isEmpty();
  }

  @Test
  void readsEveryFormOfReference() {
    var text =
        """
        package dev.kahuna.a;
        import static dev.kahuna.b.B.Inner.call;
        import dev.kahuna.c.*;
        /** See {@link dev.kahuna.d.D.Inner}. */
        class A extends dev.kahuna.e.E {}
        """;
    assertThat(SourceFile.of("one/src/main/java/dev/kahuna/a/A.java", text).importedPackages())
        .containsOnly("dev.kahuna.b", "dev.kahuna.c", "dev.kahuna.d", "dev.kahuna.e");
  }

  @Test
  void reportsASplitPackage() {
    assertThat(layout(A, file("two", "main", "a", "Other")).splitPackages())
        .containsExactly(
            "two/src/main/java/dev/kahuna/a/Other.java is in dev.kahuna.a, which belongs to one");
    assertThat(layout(A, file("two", "test", "a", "ATest")).splitPackages()).hasSize(1);
    assertThat(layout(A, file("one", "test", "a", "ATest")).splitPackages()).isEmpty();
  }

  @Test
  void reportsACrowdedPackageAndALongFile() {
    var crowd = new SourceFile[21];
    Arrays.setAll(crowd, i -> file("one", "main", "a", "C" + i));
    assertThat(layout(crowd).crowdedPackages()).containsExactly("dev.kahuna.a has 21 files");
    var text = "package dev.kahuna.a;\n".repeat(301);
    assertThat(layout(SourceFile.of("one/src/main/java/dev/kahuna/a/L.java", text)).longFiles())
        .containsExactly("one/src/main/java/dev/kahuna/a/L.java has 301 lines");
  }

  @Test
  void reportsAPackageThatIsNotNullMarked() {
    var info = file("one", "main", "a", "package-info", "org.jspecify.annotations.NullMarked");
    assertThat(layout(A, info, B).unmarkedPackages()).containsExactly("dev.kahuna.b");
  }

  @Test
  void reportsAForeignImport() {
    assertThat(layout(A).foreignImports(file -> true, "dev.kahuna.c"))
        .containsExactly("one/src/main/java/dev/kahuna/a/A.java imports [dev.kahuna.b]");
    assertThat(layout(A).foreignImports(file -> true, "dev.kahuna.b")).isEmpty();
    assertThat(layout(A).importersOf("dev.kahuna.b.", file -> true, file -> false))
        .containsExactly("one/src/main/java/dev/kahuna/a/A.java imports dev.kahuna.b.");
    assertThat(layout(A).importersOf("dev.kahuna.b.", file -> true, file -> true)).isEmpty();
  }

  private static Layout layout(SourceFile... files) {
    return new Layout(List.of(files));
  }

  private static SourceFile file(
      String module, String scope, String name, String type, String... imports) {
    var text = new StringBuilder("package dev.kahuna." + name + ";\n");
    for (var imported : imports) {
      text.append("import ").append(imported).append(";\n");
    }
    return SourceFile.of(
        "%s/src/%s/java/dev/kahuna/%s/%s.java".formatted(module, scope, name, type),
        text.toString());
  }
}
