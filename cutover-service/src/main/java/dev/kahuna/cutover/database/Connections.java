package dev.kahuna.cutover.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Connections to several servers, opened at the same time and closed together. */
public record Connections(List<Connection> all) implements AutoCloseable {

  /** Opens them in the order given; if one can't be opened, the others are closed. */
  @SafeVarargs
  public static Connections open(Callable<Connection>... opening) throws Exception {
    var each = new ArrayList<Callable<Connection>>();
    for (var one : opening) {
      each.add(one);
    }
    return open(each);
  }

  private static Connections open(List<Callable<Connection>> opening) throws Exception {
    var opened = new ConcurrentLinkedQueue<Connection>();
    try {
      return new Connections(
          Parallel.map(
              opening,
              each -> {
                var connection = each.call();
                opened.add(connection);
                return connection;
              }));
    } catch (Exception e) {
      close(opened);
      throw e;
    }
  }

  public Connection get(int index) {
    return all.get(index);
  }

  private static void close(Queue<Connection> connections) throws SQLException {
    for (var connection : connections) {
      connection.close();
    }
  }

  @Override
  public void close() throws SQLException {
    close(new ConcurrentLinkedQueue<>(all));
  }
}
