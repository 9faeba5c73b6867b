package dev.kahuna.event;

/** A database that the app can run on. */
public enum Site {
  /** Heroku Postgres, where every migration begins. */
  HEROKU("Heroku's database"),
  /** The log-shipped replica on EC2, once it is promoted. */
  REPLICA("the replica"),
  /** The Aurora cluster, where a migration ends. */
  AURORA("Aurora");

  private final String label;

  Site(String label) {
    this.label = label;
  }

  /** The name for operators within a sentence: "the replica". */
  public String label() {
    return label;
  }

  /** The name for operators at the beginning of a sentence: "The replica". */
  public String capitalized() {
    return Character.toUpperCase(label.charAt(0)) + label.substring(1);
  }
}
