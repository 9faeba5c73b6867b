package dev.kahuna.provisioner.host;

import dev.kahuna.migration.SecretNames;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * The SSH key with which the services log in to the hosts: the private half in Secrets Manager, the
 * public half as a key pair of EC2.
 */
public final class LoginKey {
  private static final String SECRET = SecretNames.SSH_KEY;

  private final Ec2Client ec2;
  private final Secrets secrets;

  public LoginKey(Ec2Client ec2, Secrets secrets) {
    this.ec2 = ec2;
    this.secrets = secrets;
  }

  /** Creates the key unless it exists; returns where its private half is. */
  public SecretRef ensure(AwsNames names) {
    var ref = secrets.keep(names.migration(), SECRET, OpenSshKey::generate);
    var line = OpenSshKey.publicLine(secrets.read(ref), names.base());
    if (!imported(names).contains(keyOf(line))) {
      // A key pair of an earlier key would match no private key, so it is deleted.
      ec2.deleteKeyPair(r -> r.keyName(names.base()));
      AwsFailures.unless("InvalidKeyPair.Duplicate", () -> importKey(names, line));
    }
    return ref;
  }

  private String imported(AwsNames names) {
    return ec2
        .describeKeyPairs(r -> r.filters(names.tagFilter()).includePublicKey(true))
        .keyPairs()
        .stream()
        .filter(pair -> pair.keyName().equals(names.base()))
        .map(pair -> pair.publicKey())
        .findFirst()
        .orElse("");
  }

  /** The key itself, without its type and comment. */
  private static String keyOf(String line) {
    return line.split(" ")[1];
  }

  private void importKey(AwsNames names, String line) {
    ec2.importKeyPair(
        r ->
            r.keyName(names.base())
                .publicKeyMaterial(SdkBytes.fromUtf8String(line))
                .tagSpecifications(names.tags(ResourceType.KEY_PAIR, names.base())));
  }
}
