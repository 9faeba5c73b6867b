package dev.kahuna.cutover.compare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a table between two keys.
 *
 * @param above the key after which it begins; empty for the table's beginning
 * @param upTo the last key in it; empty for the table's end
 */
record KeyChunk(Table table, Optional<Key> above, Optional<Key> upTo) implements Chunk {

  /** A value for each column of the primary key, as text. */
  record Key(List<String> values) {
    @Override
    public String toString() {
      return "(" + String.join(", ", values) + ")";
    }
  }

  /** A whole table. */
  static KeyChunk whole(Table table) {
    return new KeyChunk(table, Optional.empty(), Optional.empty());
  }

  @Override
  public String condition() {
    var conditions =
        Stream.concat(
                above.map(_ -> compared(">")).stream(), upTo.map(_ -> compared("<=")).stream())
            .collect(Collectors.joining(" AND "));
    return conditions.isEmpty() ? "true" : conditions;
  }

  private String compared(String operator) {
    var key = table.key();
    var columns = key.stream().map(Column::quoted).collect(Collectors.joining(", "));
    var values =
        key.stream()
            .map(column -> "CAST(? AS %s)".formatted(column.type()))
            .collect(Collectors.joining(", "));
    return "(%s) %s (%s)".formatted(columns, operator, values);
  }

  @Override
  public List<String> parameters() {
    return Stream.of(above, upTo)
        .flatMap(Optional::stream)
        .flatMap(key -> key.values().stream())
        .toList();
  }

  @Override
  public String range() {
    if (above.isEmpty() && upTo.isEmpty()) {
      return "the whole table";
    }
    var columns = String.join(", ", names());
    return "(%s)%s%s"
        .formatted(
            columns,
            above.map(key -> " above " + key).orElse(""),
            upTo.map(key -> " up to " + key).orElse(""));
  }

  private List<String> names() {
    return table.key().stream().map(Column::name).toList();
  }
}
