package dev.kahuna.fault;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test causes a fault of {@code docs/faults.md}. If it passes, it adds a row to the table of
 * what held.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Survives.Rows.class)
@ExtendWith(SurvivesExtension.class)
public @interface Survives {
  /** The fault's number in {@code docs/faults.md}. */
  int fault();

  /** What the test does, such as "Heroku answers 429 to the first three calls". */
  String done();

  /** What it asserts, such as "the calls are repeated within the budget; nothing is done twice". */
  String held();

  /** Several on one test. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(SurvivesExtension.class)
  @interface Rows {
    /** A row each. */
    Survives[] value();
  }
}
