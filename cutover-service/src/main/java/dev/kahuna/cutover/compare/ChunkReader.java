package dev.kahuna.cutover.compare;

import dev.kahuna.cutover.compare.KeyChunk.Key;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads chunks on one of the servers.
 *
 * @param connection of a pinned session in auto-commit
 */
record ChunkReader(Connection connection) {
  /** From this version on, a condition on {@code ctid} limits what is read. */
  private static final int TID_RANGES = 14;

  /**
   * The content of a chunk.
   *
   * @param sum of the rows' hashes, which does not depend on their order
   */
  record Content(long rows, BigDecimal sum) {
    Content plus(Content more) {
      return new Content(rows + more.rows, sum.add(more.sum));
    }
  }

  /** Starts a snapshot: what is read until {@link #letGo} is the database as of now. */
  void hold() throws SQLException {
    connection.setAutoCommit(false);
    Catalog.SQL.run(connection, "hold");
    Catalog.SQL.run(connection, "snapshot");
  }

  /** Ends what {@link #hold} began. */
  void letGo() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  Content content(KeyChunk chunk) throws SQLException {
    var table = chunk.table();
    var sql = text("chunk-hash").formatted(table.row(), table.quoted(), chunk.condition());
    try (var statement = prepare(sql, chunk.parameters());
        var row = statement.executeQuery()) {
      row.next();
      return new Content(row.getLong(1), row.getBigDecimal(2));
    }
  }

  /**
   * The content of each group that has rows; read in pieces, so only while {@link #hold holding}.
   */
  Map<Integer, Content> contents(HashGroups groups) throws SQLException {
    var contents = new TreeMap<Integer, Content>();
    for (var piece : pieces(groups)) {
      var sql =
          text("group-hashes")
              .formatted(groups.group(), groups.table().row(), groups.table().quoted(), piece);
      try (var statement = prepare(sql, List.of());
          var row = statement.executeQuery()) {
        while (row.next()) {
          contents.merge(
              row.getInt(1), new Content(row.getLong(2), row.getBigDecimal(3)), Content::plus);
        }
      }
    }
    return contents;
  }

  private List<String> pieces(HashGroups groups) throws SQLException {
    if (connection.getMetaData().getDatabaseMajorVersion() < TID_RANGES) {
      return List.of("true");
    }
    var pages =
        Catalog.SQL.<Long>one(connection, "pages", row -> row.getLong(1), groups.table().quoted());
    var pieces = new ArrayList<String>();
    var from = 0L;
    for (; from + groups.pages() < pages; from += groups.pages()) {
      pieces.add("ctid >= '(%d,0)' AND ctid < '(%d,0)'".formatted(from, from + groups.pages()));
    }
    pieces.add("ctid >= '(%d,0)'".formatted(from));
    return pieces;
  }

  long count(Table table) throws SQLException {
    try (var statement =
            connection.prepareStatement("SELECT count(*) FROM ONLY " + table.quoted());
        var row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The key that many rows after another key; empty if fewer follow. */
  Optional<Key> after(Table table, Optional<Key> key, int rows) throws SQLException {
    var chunk = new KeyChunk(table, key, Optional.empty());
    return bound(chunk, "", rows - 1);
  }

  /** The key after which that many last rows follow; empty if there are no more rows. */
  Optional<Key> beforeLast(Table table, int rows) throws SQLException {
    return bound(KeyChunk.whole(table), " DESC", rows);
  }

  private Optional<Key> bound(KeyChunk chunk, String direction, int offset) throws SQLException {
    var table = chunk.table();
    var key = table.key();
    var texts = key.stream().map(c -> c.quoted() + "::text").collect(Collectors.joining(", "));
    // Column positions would sort by the text instead.
    var order =
        key.stream()
            .map(c -> table.quoted() + "." + c.quoted() + direction)
            .collect(Collectors.joining(", "));
    var sql = text("bound").formatted(texts, table.quoted(), chunk.condition(), order, offset);
    try (var statement = prepare(sql, chunk.parameters());
        var row = statement.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      var values = new ArrayList<String>();
      for (var i = 1; i <= key.size(); i++) {
        values.add(row.getString(i));
      }
      return Optional.of(new Key(List.copyOf(values)));
    }
  }

  /**
   * The rows of a chunk in the order of their key's hash; must be read within a transaction.
   *
   * @param after the hash after which they begin; empty for all
   */
  PreparedStatement rows(Chunk chunk, String after) throws SQLException {
    var statement = prepare(formatted("rows", chunk), chunk.parameters());
    statement.setString(chunk.parameters().size() + 1, after);
    statement.setFetchSize(1000);
    return statement;
  }

  /** The hash of the row of each key that exists. */
  Map<String, String> rows(Chunk chunk, Collection<String> keys) throws SQLException {
    try (var statement = prepare(formatted("rows-of-keys", chunk), chunk.parameters())) {
      statement.setArray(
          chunk.parameters().size() + 1, connection.createArrayOf("text", keys.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        var rows = new HashMap<String, String>();
        while (row.next()) {
          rows.put(row.getString(1), row.getString(2));
        }
        return rows;
      }
    }
  }

  private static String formatted(String name, Chunk chunk) {
    var table = chunk.table();
    return text(name).formatted(table.keyText(), table.row(), table.quoted(), chunk.condition());
  }

  private static String text(String name) {
    return Catalog.SQL.text(name);
  }

  private PreparedStatement prepare(String sql, List<String> parameters) throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (var i = 0; i < parameters.size(); i++) {
      statement.setString(i + 1, parameters.get(i));
    }
    return statement;
  }
}
