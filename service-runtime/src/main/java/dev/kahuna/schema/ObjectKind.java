package dev.kahuna.schema;

import java.util.Locale;

/** The kinds of what a schema consists of, in the order in which they can be made. */
enum ObjectKind {
  SCHEMA(Made.BEFORE_ROWS),
  EXTENSION(Made.BEFORE_ROWS),
  TYPE(Made.BEFORE_ROWS),
  LABEL(Made.WITH_ITS_PARENT),
  ATTRIBUTE(Made.WITH_ITS_PARENT),
  DOMAIN(Made.AFTER_ROWS),
  SEQUENCE(Made.BEFORE_ROWS),
  FUNCTION(Made.BEFORE_ROWS),
  TABLE(Made.BEFORE_ROWS),
  COLUMN(Made.WITH_ITS_PARENT),
  DEFAULT(Made.WITH_ITS_PARENT),
  IDENTITY(Made.WITH_ITS_PARENT),
  OWNED(Made.BEFORE_ROWS),
  OPTIONS(Made.BEFORE_ROWS),
  INHERITANCE(Made.WITH_ITS_PARENT),
  PARTITION(Made.BEFORE_ROWS),
  OTHER(Made.BEFORE_ROWS),
  VIEW(Made.BEFORE_ROWS),
  MATERIALIZED_VIEW(Made.AFTER_ROWS),
  NOT_NULL(Made.WITH_ITS_PARENT),
  INDEX(Made.AFTER_ROWS),
  CONSTRAINT(Made.AFTER_ROWS),
  STATISTICS(Made.AFTER_ROWS),
  RULE(Made.AFTER_ROWS),
  TRIGGER(Made.AFTER_ROWS),
  ROW_SECURITY(Made.AFTER_ROWS),
  POLICY(Made.AFTER_ROWS),
  COMMENT(Made.AFTER_ROWS);

  private enum Made {
    BEFORE_ROWS,
    WITH_ITS_PARENT,
    AFTER_ROWS
  }

  private final Made made;

  ObjectKind(Made made) {
    this.made = made;
  }

  /** The name of the query that lists the objects of this kind. */
  String query() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name for the operator. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether the statement that makes its table or type makes it as well. */
  boolean isMadeWithItsParent() {
    return made == Made.WITH_ITS_PARENT;
  }

  /**
   * Whether it may refuse rows, or needs all of them, so that it is made when all have arrived, and
   * taken away before the rest arrives.
   */
  boolean followsRows() {
    return made == Made.AFTER_ROWS || this == NOT_NULL;
  }

  /** Whether it is a query under a name. */
  boolean isView() {
    return this == VIEW || this == MATERIALIZED_VIEW;
  }

  /** Whether an object that only the target has matters: it may have extensions of its own. */
  boolean countsWhenExtra() {
    return this != EXTENSION;
  }
}
