package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import dev.kahuna.standin.aws.protocol.Xml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Key pairs of EC2; only the public half is ever here. */
final class KeyPairs {

  /**
   * A key pair.
   *
   * @param publicKey an OpenSSH line
   */
  record KeyPair(String id, String name, String publicKey, Instant createdAt)
      implements Ec2Resource {
    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "key-pair-id" -> Optional.of(List.of(id));
        case "key-name" -> Optional.of(List.of(name));
        default -> Optional.empty();
      };
    }

    String type() {
      return publicKey.startsWith("ssh-ed25519 ") ? "ed25519" : "rsa";
    }

    String fingerprint() {
      return KeyPairs.fingerprint(publicKey);
    }
  }

  private final Clock clock;
  private final Ec2Tags tags;
  private final Map<String, KeyPair> byName = new TreeMap<>();

  KeyPairs(Clock clock, Ec2Tags tags) {
    this.clock = clock;
    this.tags = tags;
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "ImportKeyPair", this::importKeyPair,
        "DescribeKeyPairs", this::describeKeyPairs,
        "DeleteKeyPair", this::deleteKeyPair);
  }

  KeyPair named(String name) {
    return Optional.ofNullable(byName.get(name)).orElseThrow(() -> notFound(name));
  }

  private static AwsError notFound(String name) {
    return AwsError.badRequest("InvalidKeyPair.NotFound", "The key pair '%s' does not exist", name);
  }

  private void importKeyPair(Params request, Xml response) {
    var name = request.required("KeyName");
    var material = publicKey(request.required("PublicKeyMaterial"));
    if (byName.containsKey(name)) {
      throw AwsError.badRequest(
          "InvalidKeyPair.Duplicate", "The keypair '%s' already exists.", name);
    }
    var pair = new KeyPair(ResourceIds.next("key"), name, material, clock.instant());
    byName.put(name, pair);
    tags.onCreation(request, "key-pair", pair.id());
    describe(response, pair);
  }

  private void describeKeyPairs(Params request, Xml response) {
    var names = request.list("KeyName");
    names.forEach(this::named);
    var found =
        tags
            .select(
                byName.values(),
                request.list("KeyPairId"),
                Ec2Filter.of(request),
                new Ec2Tags.NotFound("InvalidKeyPair.NotFound", "key pair"))
            .stream()
            .filter(pair -> names.isEmpty() || names.contains(pair.name()))
            .toList();
    response.list(
        "keySet",
        "item",
        found,
        (xml, pair) -> {
          describe(xml, pair);
          xml.text("keyType", pair.type()).time("createTime", pair.createdAt());
          if (request.flag("IncludePublicKey")) {
            xml.text("publicKey", pair.publicKey());
          }
        });
  }

  /** Deleting what is not there succeeds, as on EC2. */
  private void deleteKeyPair(Params request, Xml response) {
    var gone =
        byName.values().stream()
            .filter(
                pair ->
                    request.find("KeyName").filter(pair.name()::equals).isPresent()
                        || request.find("KeyPairId").filter(pair.id()::equals).isPresent())
            .findFirst();
    gone.ifPresent(
        pair -> {
          byName.remove(pair.name());
          tags.forget(pair.id());
        });
    response.text("return", true).text("keyPairId", gone.map(KeyPair::id));
  }

  private void describe(Xml xml, KeyPair pair) {
    xml.text("keyPairId", pair.id())
        .text("keyName", pair.name())
        .text("keyFingerprint", pair.fingerprint())
        .ec2Tags(tags.of(pair.id()));
  }

  private static String publicKey(String material) {
    try {
      var line = new String(Base64.getMimeDecoder().decode(material), StandardCharsets.UTF_8);
      var words = line.strip().split("\\s+");
      if (words.length >= 2 && (words[0].equals("ssh-ed25519") || words[0].equals("ssh-rsa"))) {
        Base64.getDecoder().decode(words[1]);
        return line.strip();
      }
    } catch (IllegalArgumentException e) {
      // Not Base64: the answer below says it.
    }
    throw AwsError.badRequest("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  }

  private static String fingerprint(String publicKey) {
    try {
      var blob = Base64.getDecoder().decode(publicKey.split("\\s+")[1]);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(blob));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
