package dev.kahuna.replica.schema;

/**
 * Something of the source that the target does not take.
 *
 * @param object its kind and name
 * @param said the server's sentence, without values of rows
 * @param remedy what to do on Heroku, with a statement where there is one
 */
public record Refusal(String object, String said, String remedy) {
  @Override
  public String toString() {
    return "%s: %s. %s".formatted(object, said, remedy).strip();
  }
}
