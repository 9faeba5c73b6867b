package dev.kahuna.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a schema is still what it was. Equal on a server and its physical replicas; different
 * major versions give different ones.
 *
 * @param byKind a digest of all objects of a kind, by the kind's name
 */
public record SchemaFingerprint(Map<String, String> byKind) {
  private static final int DIGEST_BYTES = 12;

  /** Keeps its own copy, sorted. */
  public SchemaFingerprint {
    byKind = Collections.unmodifiableMap(new TreeMap<>(byKind));
  }

  /**
   * Reads it from the catalog. The session's search path is empty from then on, and its statements
   * are limited.
   *
   * @param limit of each statement
   */
  public static SchemaFingerprint of(Connection database, Duration limit) throws SQLException {
    return new SchemaFingerprint(
        new TreeMap<>(SchemaObjects.of(database, limit).byKey())
            .values().stream()
                .collect(
                    Collectors.groupingBy(
                        object -> object.kind().words(),
                        Collectors.collectingAndThen(
                            Collectors.mapping(SchemaFingerprint::text, Collectors.joining()),
                            SchemaFingerprint::digest))));
  }

  /** The kinds of objects by which it differs. */
  public Set<String> changed(SchemaFingerprint other) {
    var kinds = new TreeSet<>(byKind.keySet());
    kinds.addAll(other.byKind.keySet());
    kinds.removeIf(kind -> Objects.equals(byKind.get(kind), other.byKind.get(kind)));
    return kinds;
  }

  private static String text(SchemaObject object) {
    return String.join("\0", object.key(), object.within(), object.definition(), object.create())
        + "\0";
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
