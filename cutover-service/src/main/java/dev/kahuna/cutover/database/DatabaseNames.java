package dev.kahuna.cutover.database;

import dev.kahuna.event.Leg;

/** What an operator calls the databases of a leg. */
public final class DatabaseNames {
  private DatabaseNames() {}

  public static String old(Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> "Heroku's database";
      case TO_AURORA -> "the replica";
      case BACK_TO_REPLICA -> "Aurora";
    };
  }

  public static String fresh(Leg leg) {
    return switch (leg) {
      case TO_REPLICA, BACK_TO_REPLICA -> "the replica";
      case TO_AURORA -> "Aurora";
    };
  }

  public static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
