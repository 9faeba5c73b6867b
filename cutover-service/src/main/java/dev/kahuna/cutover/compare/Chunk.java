package dev.kahuna.cutover.compare;

import java.util.List;

/** A part of a table: the same rows on every server, whatever their version and locale. */
sealed interface Chunk permits KeyChunk, HashGroups {
  Table table();

  /** The condition that its rows meet, with a placeholder for each of {@link #parameters}. */
  String condition();

  List<String> parameters();

  /** A description for the operator. */
  String range();
}
