package dev.kahuna.request;

import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.MigrationRequest.Standby;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The formats of the request's values. Each method turns text into a value or throws {@link
 * InvalidValue}.
 */
final class FieldFormats {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{2,38}[a-z0-9]");
  private static final Pattern APP = Pattern.compile("[a-z][a-z0-9-]{1,28}[a-z0-9]");
  private static final Pattern CONFIG_VAR = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern S3 =
      Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9!_.*'()=-]+)*/?");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,2}-\\d");
  private static final Pattern INSTANCE_TYPE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
  private static final Pattern INSTANCE_CLASS = Pattern.compile("db\\.[a-z0-9-]+(\\.[a-z0-9-]+)?");
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{4,17}");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9()\\[\\] ./*?'@_-]{3,128}");
  private static final Pattern ENGINE = Pattern.compile("(\\d{1,3})\\.\\d{1,3}");
  private static final Pattern INSTANCE_PROFILE = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,7}) ?([A-Za-z]*)");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([a-z]*)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final int OLDEST_SOURCE = 10;
  private static final int NEWEST_SOURCE = 18;
  private static final int LARGEST_GIB = 65_536;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** A value that a field refuses. The message follows the field's name and has no full stop. */
  static final class InvalidValue extends RuntimeException {
    InvalidValue(String message) {
      super(message);
    }
  }

  private FieldFormats() {}

  static String id(String text) {
    return matching(
        ID, text, "must be 4 to 40 of a-z, 0-9 and -, begin with a letter and not end in -");
  }

  static String app(String text) {
    return matching(APP, text, "must be the name of a Heroku app: 3 to 30 of a-z, 0-9 and -");
  }

  static String configVar(String text) {
    return matching(CONFIG_VAR, text, "must be the name of a config var, such as DATABASE_URL");
  }

  /** Never repeats the text, which may be the secret itself. */
  static SecretRef secret(String text) {
    try {
      return new SecretRef(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue(
          "must say where the secret is (env:NAME, file:PATH, aws-sm:ID or aws-sm:ID#FIELD);"
              + " its value is not shown here, in case it is the secret itself");
    }
  }

  static int sourceVersion(String text) {
    var version = number(text, "must be the major version of Postgres on Heroku, such as 15");
    if (version < OLDEST_SOURCE || version > NEWEST_SOURCE) {
      throw new InvalidValue(
          "must be a major version from %d to %d, not %d"
              .formatted(OLDEST_SOURCE, NEWEST_SOURCE, version));
    }
    return version;
  }

  static String s3(String text) {
    var prefix = matching(S3, text, "must look like s3://bucket/path");
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }

  static String region(String text) {
    return matching(REGION, text, "must be an AWS region, such as us-east-1");
  }

  static String endpoint(String text) {
    try {
      var uri = new URI(text);
      var web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return text;
      }
    } catch (URISyntaxException e) {
      // Refused below.
    }
    throw new InvalidValue("must be the URL of an S3 service, such as https://s3.example.com");
  }

  static String instanceType(String text) {
    return matching(INSTANCE_TYPE, text, "must be an EC2 instance type, such as r7g.2xlarge");
  }

  static String instanceClass(String text) {
    return matching(
        INSTANCE_CLASS, text, "must be an Aurora instance class, such as db.r7g.2xlarge");
  }

  static String database(String text) {
    return matching(
        DATABASE, text, "must consist of letters, digits and _ and begin with a letter");
  }

  static String subnet(String text) {
    return matching(SUBNET, text, "must be the id of a subnet, such as subnet-0a1b2c3d");
  }

  static String image(String text) {
    return matching(IMAGE, text, "must be a pattern for the name of a machine image");
  }

  /** Stays text: 17.10 is not 17.1. */
  static String engineVersion(String text) {
    var matcher = ENGINE.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValue(
          "must be an Aurora PostgreSQL version with its minor version, such as 17.7"
              + Quoting.not(text));
    }
    var major = Integer.parseInt(matcher.group(1));
    if (major != 17 && major != 18) {
      throw new InvalidValue("must be a version 17 or 18, such as 17.7" + Quoting.not(text));
    }
    return text;
  }

  /** The name, not the ARN, as RunInstances takes it. */
  static String instanceProfile(String text) {
    return matching(
        INSTANCE_PROFILE,
        text,
        "must be the name of an IAM instance profile, such as archive-reader");
  }

  /** A size in GiB. */
  static int gib(String text) {
    var matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValue("must be a size such as 500 GiB or 2 TiB" + Quoting.not(text));
    }
    var size = Long.parseLong(matcher.group(1));
    var gib =
        switch (matcher.group(2)) {
          case "GiB" -> size;
          case "TiB" -> size * 1024;
          case "" ->
              throw new InvalidValue(
                  "needs a unit: %1$d GiB or %1$d TiB, not %1$d".formatted(size));
          case "GB", "TB" ->
              throw new InvalidValue(
                  "must be in GiB or TiB, as EBS counts: %d %s, not %s"
                      .formatted(size, matcher.group(2).replace("B", "iB"), text));
          default -> throw new InvalidValue("must end in GiB or TiB" + Quoting.not(text));
        };
    if (gib < 1 || gib > LARGEST_GIB) {
      throw new InvalidValue("must be from 1 GiB to 64 TiB, as EBS allows" + Quoting.not(text));
    }
    return (int) gib;
  }

  static Duration span(String text) {
    var matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValue("must be a time such as 60s or 5m" + Quoting.not(text));
    }
    var amount = Long.parseLong(matcher.group(1));
    var span =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          case "" ->
              throw new InvalidValue("needs a unit: %1$ds or %1$dm, not %1$d".formatted(amount));
          default -> throw new InvalidValue("must end in s, m or h" + Quoting.not(text));
        };
    if (span.isZero() || span.compareTo(LONGEST) > 0) {
      throw new InvalidValue("must be from 1s to 24h" + Quoting.not(text));
    }
    return span;
  }

  static int retries(String text) {
    var retries = number(text, "must be a number of attempts from 0 to 100");
    if (retries > 100) {
      throw new InvalidValue("must be a number of attempts from 0 to 100" + Quoting.not(text));
    }
    return retries;
  }

  static Approval approval(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "required" -> Approval.REQUIRED;
      case "automatic" -> Approval.AUTOMATIC;
      default -> throw new InvalidValue("must be required or automatic" + Quoting.not(text));
    };
  }

  /** The encoding of libsodium's key, in WAL-G's terms. */
  static Method libsodium(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> Method.LIBSODIUM;
      case "base64" -> Method.LIBSODIUM_BASE64;
      case "hex" -> Method.LIBSODIUM_HEX;
      default -> throw new InvalidValue("must be none, base64 or hex" + Quoting.not(text));
    };
  }

  static Standby standby(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "host" -> Standby.HOST;
      case "none" -> Standby.NONE;
      default -> throw new InvalidValue("must be host or none" + Quoting.not(text));
    };
  }

  /** An IPv4 block. Bits beyond its prefix are refused, because AWS would silently drop them. */
  static String cidr(String text) {
    var matcher = CIDR.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValue("must be an IPv4 block such as 203.0.113.0/24" + Quoting.not(text));
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      var octet = Integer.parseInt(matcher.group(i));
      if (octet > 255) {
        throw new InvalidValue(
            "must have numbers from 0 to 255 in its address" + Quoting.not(text));
      }
      address = address << 8 | octet;
    }
    var prefix = Integer.parseInt(matcher.group(5));
    if (prefix > 32) {
      throw new InvalidValue("must have a prefix from /0 to /32" + Quoting.not(text));
    }
    var network = address & (0xFFFF_FFFFL << (32 - prefix));
    if (network != address) {
      throw new InvalidValue(
          "has bits beyond its prefix; the block is %d.%d.%d.%d/%d"
              .formatted(
                  network >> 24 & 255,
                  network >> 16 & 255,
                  network >> 8 & 255,
                  network & 255,
                  prefix));
    }
    return text;
  }

  private static int number(String text, String requirement) {
    if (!NUMBER.matcher(text).matches()) {
      throw new InvalidValue(requirement + Quoting.not(text));
    }
    return Integer.parseInt(text);
  }

  private static String matching(Pattern form, String text, String requirement) {
    if (!form.matcher(text).matches()) {
      throw new InvalidValue(requirement + Quoting.not(text));
    }
    return text;
  }
}
