package dev.kahuna.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.fault.Survives;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Encryption;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.MigrationRequest.Policy;
import dev.kahuna.request.RequestReader.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static final String EXAMPLE = example();

  private static final String SMALLEST =
      """
      id: shop-2026
      source:
        apps: [shop]
        token: env:HEROKU_API_KEY
        version: 15
      archive:
        prefix: s3://archive/shop/
        region: eu-west-1
        access-key-id: file:/run/secrets/key-id
        secret-access-key: aws-sm:archive#secret
      replica:
        instance-type: r7g.large
        volume: 500GiB
        admin: [10.0.0.0/8]
        clients: [0.0.0.0/0]
      target:
        engine-version: 17.10
        instance-class: db.r7g.large
        database: shop
      """;

  @Test
  void theExampleIsAccepted() {
    var request = accepted(EXAMPLE);
    assertThat(request.source().apps()).containsExactly("shop", "shop-admin");
    assertThat(request.source().token()).isEqualTo(new SecretRef("env:HEROKU_API_KEY"));
    assertThat(request.replica().volumeGib()).isEqualTo(2048);
    assertThat(request.target().engineVersion()).isEqualTo("17.7");
  }

  @Test
  void theExampleShowsTheDefaults() {
    assertThat(accepted(EXAMPLE).cutover()).isEqualTo(accepted(SMALLEST).cutover());
    assertThat(accepted(SMALLEST).cutover().toReplica()).isEqualTo(policy(Duration.ofSeconds(60)));
    assertThat(accepted(SMALLEST).cutover().toAurora()).isEqualTo(policy(Duration.ofSeconds(30)));
    assertThat(accepted(SMALLEST).cutover().unjudged()).isEqualTo(Approval.REQUIRED);
    assertThat(accepted(SMALLEST).source().configVar()).isEqualTo("DATABASE_URL");
    assertThat(accepted(SMALLEST).target().subnets()).isEmpty();
    assertThat(accepted(SMALLEST).archive().endpoint()).isEqualTo(Optional.empty());
  }

  @Test
  void aMigrationMayDoWithoutAStandby() {
    var without = SMALLEST.replace("volume: 500GiB", "volume: 500GiB\n  standby: none");
    assertThat(accepted(without).hasStandby()).isFalse();
    assertThat(accepted(SMALLEST).hasStandby()).isTrue();
  }

  private static Policy policy(Duration budget) {
    return new Policy(Approval.REQUIRED, budget, 0, Duration.ofMinutes(5));
  }

  @Test
  void aVersionKeepsItsLastZero() {
    assertThat(accepted(SMALLEST).target().engineVersion()).isEqualTo("17.10");
  }

  @Survives(
      fault = 34,
      done = "requests with unknown fields, wrong types, hostile ids, versions not offered",
      held = "a sentence for each that says what to change")
  @Test
  void allMistakesAreReportedAtOnce() {
    var text =
        """
        id: Shop 2026
        source:
          app: [shop]
          token: HRKU-00000000-1111-2222-3333-444444444444
          version: 9
        archive:
          prefix: https://archive/shop
          region: us-east-1
          access-key-id: env:KEY
        replica:
          instance-type: r7g.large
          volume: 2TB
          admin: 10.0.0.0/8
          clients: [10.0.0.1/8, 300.0.0.0/8]
        cutover:
          to-replica:
            max-unavailability: 60
        """;
    assertThat(problems(text))
        .containsExactly(
            "id (line 1) must be 4 to 40 of a-z, 0-9 and -, begin with a letter and not end in -,"
                + " not Shop 2026.",
            "source.apps is missing.",
            "source.token (line 4) must say where the secret is (env:NAME, file:PATH, aws-sm:ID or"
                + " aws-sm:ID#FIELD); its value is not shown here, in case it is the secret"
                + " itself.",
            "source.version (line 5) must be a major version from 10 to 18, not 9.",
            "source.app (line 3) is not a known field; did you mean apps?",
            "archive.prefix (line 7) must look like s3://bucket/path, not https://archive/shop.",
            "archive.access-key-id needs secret-access-key beside it; give both or neither.",
            "replica.volume (line 12) must be in GiB or TiB, as EBS counts: 2 TiB, not 2TB.",
            "replica.admin (line 13) must be a list, such as [one, two].",
            "replica.clients (line 14) has bits beyond its prefix; the block is 10.0.0.0/8.",
            "replica.clients (line 14) must have numbers from 0 to 255 in its address, not"
                + " 300.0.0.0/8.",
            "target is missing.",
            "cutover.to-replica.max-unavailability (line 17) needs a unit: 60s or 60m, not 60.");
  }

  @Test
  void anArchiveMayBeReadByAnInstanceProfileAndBeEncrypted() {
    var without =
        SMALLEST.replace(
            """
              access-key-id: file:/run/secrets/key-id
              secret-access-key: aws-sm:archive#secret
            """,
            "  libsodium-key: env:KEY\n");
    assertThat(problems(without))
        .singleElement()
        .asString()
        .contains("or a replica.instance-profile");
    var request =
        accepted(
            without.replace(
                "volume: 500GiB", "volume: 500GiB\n  instance-profile: archive-reader"));
    assertThat(request.archive().accessKey()).isEmpty();
    assertThat(request.replica().instanceProfile()).contains("archive-reader");
    assertThat(request.archive().encryption())
        .contains(new Encryption(Method.LIBSODIUM, new SecretRef("env:KEY")));
    assertThat(problems(without.replace("  libsodium", "  openpgp-key: env:KEY\n  libsodium")))
        .contains("archive.openpgp-key and libsodium-key exclude each other; leave one out.");
  }

  @ParameterizedTest
  @CsvSource({"none, LIBSODIUM", "base64, LIBSODIUM_BASE64", "hex, LIBSODIUM_HEX"})
  void libsodiumsKeyMayBeEncodedAsWalGAllows(String transform, Method method) {
    var key = "  libsodium-key: env:KEY\n";
    var written = "  libsodium-key-transform: " + transform + "\n";
    assertThat(accepted(inArchive(key + written)).archive().encryption())
        .contains(new Encryption(method, new SecretRef("env:KEY")));
    assertThat(problems(inArchive(written)))
        .containsExactly(
            "archive.libsodium-key-transform describes libsodium-key, which is missing; add"
                + " libsodium-key or remove libsodium-key-transform.");
    assertThat(problems(inArchive(key + written.replace(transform, "rot13"))))
        .singleElement()
        .asString()
        .contains("must be none, base64 or hex, not rot13");
  }

  private static String inArchive(String fields) {
    return SMALLEST.replace("  access-key-id:", fields + "  access-key-id:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: shop-2026 | id: a | 4 to 40",
        "id: shop-2026 | id: \"shop'; DROP TABLE apps; --\" | 4 to 40",
        "apps: [shop] | apps: [shop, shop] | names shop twice",
        "apps: [shop] | apps: [] | at least one entry",
        "apps: [shop] | apps: [Shop] | Heroku app",
        "version: 15 | version: fifteen | Postgres on Heroku, such as 15, not fifteen",
        "version: 15 | version: 19 | 10 to 18",
        "version: 15 | version: [15] | single value",
        "version: 15 | version: 18 | older than source.version 18",
        "engine-version: 17.10 | engine-version: 16.4 | version 17 or 18",
        "engine-version: 17.10 | engine-version: 17 | minor",
        "volume: 500GiB | volume: 500 | needs a unit",
        "volume: 500GiB | volume: 0 GiB | from 1 GiB",
        "volume: 500GiB | volume: 500 parsecs | GiB or TiB",
        "volume: 500GiB | volume: 500GiB\\n  standby: two | host or none, not two",
        "region: eu-west-1 | region: Ireland | AWS region",
        "region: eu-west-1 | regoin: eu-west-1 | did you mean region?",
        "region: eu-west-1 | region: | region is missing",
        "[10.0.0.0/8] | [10.0.0.0] | IPv4 block",
        "[10.0.0.0/8] | [10.0.0.0/33] | /0 to /32",
        "[10.0.0.0/8] | [\"::/0\"] | IPv4 block",
        "database: shop | database: shop; DROP | letters, digits and _",
        "database: shop | database: *shop | alias",
        "database: shop | database: {a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}} | too deeply",
        "database: shop | database: shop\\ndatabase: shop | the fields here are",
        "database: shop | database: shop\\n  database: shop | appears twice",
        "database: shop | database: shop\\n---\\nid: other | second document",
        "database: shop | database: shop\\ncutover: soon | fields of its own",
        "database: shop | database: shop\\n"
            + "cutover: {to-aurora: {approval: 'yes'}} | required or automatic",
      })
  void aMistakeIsExplained(String right, String wrong, String message) {
    assertThat(SMALLEST).contains(right);
    var text = SMALLEST.replace(right, wrong.replace("\\n", "\n"));
    assertThat(problems(text)).anySatisfy(problem -> assertThat(problem).contains(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "---",
        "hello",
        "[1, 2]",
        "42",
        "\t- x: {",
        "{",
        "id: 'x",
        "a: b: c",
        "\u0000"
      })
  void aFileThatIsNotARequestIsRefused(String text) {
    assertThat(problems(text)).hasSize(1);
  }

  @Survives(fault = 34, done = "a request of a megabyte", held = "refused unread")
  @Test
  void aMegabyteIsRefusedUnread() {
    var text = SMALLEST.replace("shop-2026", "s".repeat(1_048_576));
    assertThat(problems(text))
        .containsExactly(
            "The file has 1024 KiB and a request at most 64 KiB; check that it is the right file.");
  }

  @Test
  void aSecretIsNeverRepeatedWhereverItWasPasted() {
    var secret = "hunter2-Zq9/Kw+81=aaaaaaaaaaaaaaaaaaaaaaaa";
    for (var line : SMALLEST.lines().filter(l -> l.contains(":")).toList()) {
      var colon = line.indexOf(':');
      for (var wrong :
          List.of(
              line.substring(0, colon) + ": " + secret,
              line.substring(0, colon) + ": \"" + secret,
              line.substring(0, colon) + ": [" + secret + "]",
              line.replace(line.strip(), secret + ": x"),
              line.replace(line.strip(), secret))) {
        var text = SMALLEST.replace(line + "\n", wrong + "\n");
        if (RequestReader.read(text) instanceof Result.Refused(var problems)) {
          assertThat(String.join("\n", problems)).doesNotContain(secret, secret.substring(0, 12));
        }
      }
    }
  }

  /** Cuts, doubles, swaps and garbles pieces of the example; the seed is in the message. */
  @Test
  void noMutationOfTheExampleBreaksTheReader() {
    for (int seed = 0; seed < 5_000; seed++) {
      var text = mutate(EXAMPLE, new Random(seed));
      var result = RequestReader.read(text);
      if (result instanceof Result.Refused(var problems)) {
        assertThat(problems).as("seed %d", seed).isNotEmpty();
        assertThat(problems)
            .as("seed %d", seed)
            .allSatisfy(p -> assertThat(p).matches("[A-Za-z][^\\n\\r]*[^.?][.?]"));
      }
    }
  }

  private static String mutate(String example, Random random) {
    var text =
        new StringBuilder(
            example
                .lines()
                .filter(l -> !l.strip().startsWith("#"))
                .reduce("", (a, b) -> a + b + "\n"));
    var garbage =
        List.of(
            "\t",
            ": ",
            "- ",
            "{",
            "]",
            "'",
            "\"",
            "\n",
            "  ",
            "&a ",
            "*a",
            "!!x ",
            "|\n",
            "%",
            "\u0001",
            "é",
            "--- ",
            "99999999999",
            "null",
            "0x1F",
            "? ",
            "#",
            "@",
            "\uD800");
    for (int i = random.nextInt(4); i >= 0; i--) {
      var from = random.nextInt(text.length());
      var to = Math.min(text.length(), from + random.nextInt(40));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to));
        case 2 -> text.insert(from, garbage.get(random.nextInt(garbage.size())));
        default -> text.setCharAt(from, (char) random.nextInt(256));
      }
      if (text.isEmpty()) {
        return "";
      }
    }
    return text.toString();
  }

  @Test
  void approvalIsNeededAsThePolicySays() {
    var asked = new Policy(Approval.REQUIRED, Duration.ofSeconds(1), 1, Duration.ofSeconds(1));
    var free = new Policy(Approval.AUTOMATIC, Duration.ofSeconds(1), 0, Duration.ofSeconds(1));
    assertThat(asked.needsApproval(1)).isTrue();
    assertThat(asked.needsApproval(2)).isFalse();
    assertThat(asked.needsApproval(3)).isTrue();
    assertThat(free.needsApproval(1)).isFalse();
    assertThat(free.needsApproval(2)).isTrue();
  }

  private static MigrationRequest accepted(String text) {
    var result = RequestReader.read(text);
    assertThat(result).isInstanceOf(Result.Accepted.class);
    var accepted = (Result.Accepted) result;
    assertThat(accepted.id()).isEqualTo("shop-2026");
    return accepted.request();
  }

  private static List<String> problems(String text) {
    var result = RequestReader.read(text);
    assertThat(result).isInstanceOf(Result.Refused.class);
    return ((Result.Refused) result).problems();
  }

  private static String example() {
    try {
      return Files.readString(Path.of("../docs/request.example.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
