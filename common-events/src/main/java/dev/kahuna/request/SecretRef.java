package dev.kahuna.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says where a secret is, never what it is, so facts, logs and labels may hold it.
 *
 * <p>Forms: {@code env:NAME}, {@code file:PATH}, {@code aws-sm:ID-or-ARN}, and {@code
 * aws-sm:ID#field} for one field of a secret that is a JSON object.
 *
 * @throws IllegalArgumentException for any other form; the message never repeats the text, since
 *     somebody may have pasted the secret itself
 */
public record SecretRef(@JsonValue String value) {

  private static final Pattern FORM =
      Pattern.compile(
          "env:(?<env>[A-Za-z_][A-Za-z0-9_]*)"
              + "|file:(?<file>[^\\s].*)"
              + "|aws-sm:(?<id>[A-Za-z0-9/_+=.@:!-]+)(#(?<field>[^#\\s]+))?");
  private static final int LONGEST = 1024;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SecretRef {
    if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Give a secret by reference: env:NAME, file:PATH, aws-sm:ID or aws-sm:ID#FIELD."
              + " This value is none of these; it is not shown here, in case it is the secret itself.");
    }
  }

  /** The whole secret of this id or ARN in AWS Secrets Manager. */
  public static SecretRef aws(String id) {
    return new SecretRef("aws-sm:" + id);
  }

  /** One field of a secret in AWS Secrets Manager that is a JSON object. */
  public static SecretRef aws(String id, String field) {
    return new SecretRef("aws-sm:" + id + "#" + field);
  }

  public Optional<String> environmentVariable() {
    return group("env");
  }

  public Optional<String> file() {
    return group("file");
  }

  public Optional<String> awsId() {
    return group("id");
  }

  public Optional<String> awsField() {
    return group("field");
  }

  private Optional<String> group(String name) {
    var matcher = FORM.matcher(value);
    return matcher.matches() ? Optional.ofNullable(matcher.group(name)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
