package dev.kahuna.standin.aws.protocol;

/**
 * One service: what it answers, and how it words a failure. Calls are answered one at a time over
 * all services, so an action may look and then act; whatever takes long runs in the background.
 */
public interface AwsApi {

  /**
   * Answers a call.
   *
   * @param target the header {@code X-Amz-Target}, empty where the protocol has none
   */
  AwsResponse answer(String target, String body) throws AwsError;

  AwsResponse failure(AwsError error);

  /** The key is not the account's. */
  AwsError unknownKey();

  /** The key is the account's, the signature is not. */
  AwsError wrongSignature();
}
