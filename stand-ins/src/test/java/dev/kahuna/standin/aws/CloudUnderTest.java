package dev.kahuna.standin.aws;

import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceHost;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.rds.ClusterEndpoint;
import dev.kahuna.standin.aws.rds.ClusterServer;
import dev.kahuna.standin.aws.rds.ClusterSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** The stand-in with hosts and servers that are only written down. */
final class CloudUnderTest implements AutoCloseable, InstanceHost, ClusterServer {
  static final AwsAccount ACCOUNT =
      new AwsAccount("123456789012", "eu-west-1", "AKIATESTTESTTEST", "a-secret-of-the-test");
  static final String HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAITest root@host";

  final Map<String, InstanceLaunch> booted = new ConcurrentHashMap<>();
  final Map<String, ClusterSpec> created = new ConcurrentHashMap<>();
  final AwsStandIn standIn;

  CloudUnderTest() throws IOException {
    standIn = AwsStandIn.start(ACCOUNT, Duration.ofMillis(30), this, this);
  }

  /** A client with the account's key. */
  <C, B extends AwsClientBuilder<B, C>> C client(B builder) {
    return client(builder, ACCOUNT.accessKeyId(), ACCOUNT.secretAccessKey());
  }

  <C, B extends AwsClientBuilder<B, C>> C client(B builder, String keyId, String secret) {
    return builder
        .endpointOverride(standIn.endpoint())
        .region(Region.of(ACCOUNT.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)))
        .build();
  }

  @Override
  public BootedInstance boot(InstanceLaunch launch) throws IOException {
    if (launch.volumes().stream().anyMatch(volume -> volume.sizeGib() == 666)) {
      throw new IOException("a launch that fails");
    }
    booted.put(launch.instanceId(), launch);
    return new BootedInstance(launch.privateIpHint(), List.of(HOST_KEY));
  }

  @Override
  public void terminate(String instanceId) {
    booted.remove(instanceId);
  }

  @Override
  public ClusterEndpoint create(ClusterSpec spec) {
    created.put(spec.identifier(), spec);
    return new ClusterEndpoint("127.32.0.1", 5432);
  }

  @Override
  public void delete(String identifier) {
    created.remove(identifier);
  }

  @Override
  public void close() {
    standIn.close();
  }
}
