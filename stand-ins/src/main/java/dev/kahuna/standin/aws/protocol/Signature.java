package dev.kahuna.standin.aws.protocol;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code Authorization} header of Signature Version 4.
 *
 * @param scope date, region, service and {@code aws4_request}, separated by slashes
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">how
 *     it is made</a>
 */
public record Signature(
    String accessKeyId, String scope, List<String> signedHeaders, String value) {
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\\w+)");

  public static Optional<Signature> of(Headers headers) {
    return Optional.ofNullable(headers.getFirst("Authorization"))
        .map(HEADER::matcher)
        .filter(matcher -> matcher.matches() && matcher.group(2).split("/").length == 4)
        .map(
            matcher ->
                new Signature(
                    matcher.group(1),
                    matcher.group(2),
                    List.of(matcher.group(3).split(";")),
                    matcher.group(4)));
  }

  /** The service that the caller means, by its signing name. */
  public String service() {
    return scope.split("/")[2];
  }

  /** Whether a POST to / with these headers and this body was signed with this secret. */
  public boolean signedWith(String secret, Headers headers, byte[] body) {
    try {
      var canonical =
          "POST\n/\n\n%s\n%s\n%s"
              .formatted(canonicalHeaders(headers), String.join(";", signedHeaders), hash(body));
      var toSign =
          "AWS4-HMAC-SHA256\n%s\n%s\n%s"
              .formatted(
                  headers.getFirst("X-Amz-Date"),
                  scope,
                  hash(canonical.getBytes(StandardCharsets.UTF_8)));
      var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
      for (var part : scope.split("/")) {
        key = hmac(key, part);
      }
      return MessageDigest.isEqual(HexFormat.of().parseHex(value), hmac(key, toSign));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private String canonicalHeaders(Headers headers) {
    return signedHeaders.stream()
        .map(name -> name + ":" + headerValue(headers, name) + "\n")
        .collect(Collectors.joining());
  }

  private static String headerValue(Headers headers, String name) {
    return headers.getOrDefault(name, List.of()).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  private static String hash(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
