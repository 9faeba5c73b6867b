package dev.kahuna.standin.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code aws} command line against the stand-in, on machines that have it. */
@EnabledIf(
    value = "isInstalled",
    disabledReason = "There is no 'aws' on the PATH; SDK clients cover the same calls.")
class AwsCommandLineTest {
  private record Result(int exitCode, String output) {}

  @TempDir private Path home;
  private CloudUnderTest cloud;

  static boolean isInstalled() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "aws")));
  }

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudUnderTest();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void itTellsWhoItIs() throws Exception {
    assertThat(ok("sts get-caller-identity --query Account --output text"))
        .isEqualTo("123456789012");
  }

  @Test
  void itLaunchesAnInstanceAndWaitsForIt() throws Exception {
    var key = Files.writeString(home.resolve("key.pub"), "ssh-ed25519 AAAAC3Nz test");
    ok("ec2 import-key-pair --key-name test --public-key-material fileb://" + key);
    var group =
        ok(
            "ec2 create-security-group --group-name g --description d"
                + " --query GroupId --output text");
    ok(
        "ec2 authorize-security-group-ingress --group-id %s --protocol tcp --port 22"
            + " --cidr 10.0.0.0/8",
        group);
    var image =
        ok(
            "ec2 describe-images --owners 099720109477"
                + " --filters Name=name,Values=*noble-24.04-arm64*"
                + " --query Images[0].ImageId --output text");
    var id =
        ok(
            "ec2 run-instances --image-id %s --instance-type m7g.large --key-name test"
                + " --security-group-ids %s --query Instances[0].InstanceId --output text",
            image, group);
    ok("ec2 wait instance-running --instance-ids %s", id);
    assertThat(ok("ec2 get-console-output --instance-id %s --output text", id))
        .contains(CloudUnderTest.HOST_KEY);
    assertThat(
            ok(
                "ec2 describe-security-groups --group-ids %s --query"
                    + " SecurityGroups[0].IpPermissions[0].IpRanges[0].CidrIp --output text",
                group))
        .isEqualTo("10.0.0.0/8");
    var refusal = aws("ec2 delete-security-group --group-id " + group);
    assertThat(refusal.exitCode()).isNotZero();
    assertThat(refusal.output()).contains("DependencyViolation");
  }

  @Test
  void itCreatesAClusterAndReadsItsPassword() throws Exception {
    ok(
        "rds create-db-cluster --db-cluster-identifier shop --engine aurora-postgresql"
            + " --engine-version 18.1 --master-username kahuna --manage-master-user-password");
    ok("rds wait db-cluster-available --db-cluster-identifier shop");
    var arn =
        ok(
            "rds describe-db-clusters --db-cluster-identifier shop"
                + " --query DBClusters[0].MasterUserSecret.SecretArn --output text");
    assertThat(
            ok(
                "secretsmanager get-secret-value --secret-id %s --query SecretString --output text",
                arn))
        .contains(cloud.created.get("shop").masterPassword());
    var refusal = aws("rds describe-db-clusters --db-cluster-identifier other");
    assertThat(refusal.output()).contains("DBClusterNotFoundFault");
  }

  private String ok(String command, Object... arguments) throws Exception {
    var result = aws(command.formatted(arguments));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output().strip();
  }

  private Result aws(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint()));
    command.addAll(List.of(arguments.split(" ")));
    var output = home.resolve("output");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", CloudUnderTest.ACCOUNT.accessKeyId());
    builder.environment().put("AWS_SECRET_ACCESS_KEY", CloudUnderTest.ACCOUNT.secretAccessKey());
    builder.environment().put("AWS_DEFAULT_REGION", CloudUnderTest.ACCOUNT.region());
    builder.environment().put("AWS_CONFIG_FILE", home.resolve("none").toString());
    builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("none").toString());
    builder.environment().keySet().removeAll(List.of("AWS_SESSION_TOKEN", "AWS_PROFILE"));
    var process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Result(process.waitFor(), Files.readString(output));
  }

  private String endpoint() {
    return cloud.standIn.endpoint().toString();
  }
}
