package dev.kahuna.standin.aws.protocol;

/**
 * The one account that the stand-in knows.
 *
 * @param accountId twelve digits
 */
public record AwsAccount(
    String accountId, String region, String accessKeyId, String secretAccessKey) {

  /** The name of one of its resources: {@code arn:aws:service:region:account:resource}. */
  public String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, accountId, resource);
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "AwsAccount[%s in %s, key %s]".formatted(accountId, region, accessKeyId);
  }
}
