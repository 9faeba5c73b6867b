package dev.kahuna.provisioner.archive;

import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.request.MigrationRequest.Archive;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Explains why S3 refused a call and what to change. The codes are from the S3 API reference,
 * "Error responses".
 */
public final class ArchiveRefusal {
  private ArchiveRefusal() {}

  /** Explains an error to the operator; empty for one that only S3 can fix. */
  public static Optional<String> sentence(S3Exception refusal, Archive archive) {
    var advice =
        switch (AwsFailures.code(refusal)) {
          case "NoSuchBucket" -> "there is no such bucket. Check archive.prefix";
          case "AccessDenied", "AllAccessDisabled" ->
              "%s may not list and read it. Ask Heroku's support for keys that may, or check archive.access-key-id"
                  .formatted(reader(archive));
          case "ExpiredToken", "TokenRefreshRequired" ->
              "the credentials have expired. Store new ones where archive.access-key-id and"
                  + " archive.secret-access-key point";
          case "InvalidAccessKeyId" ->
              "AWS does not know the access key. Check what archive.access-key-id refers to";
          case "SignatureDoesNotMatch" ->
              "the secret does not belong to the access key (SignatureDoesNotMatch). Check what"
                  + " archive.secret-access-key refers to";
          case "PermanentRedirect",
              "AuthorizationHeaderMalformed",
              "IllegalLocationConstraintException" ->
              "the bucket is in another region. Check archive.region";
          default -> "";
        };
    return Optional.of(advice)
        .filter(text -> !text.isEmpty())
        .map(text -> "The archive %s cannot be read: %s.".formatted(archive.prefix(), text));
  }

  private static String reader(Archive archive) {
    return archive.accessKey().isPresent()
        ? "the access key of the request"
        : "provisioner-service, for which the request names no access key,";
  }
}
