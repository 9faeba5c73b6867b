package dev.kahuna.monitor.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.standin.aws.AwsStandIn;
import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceHost;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.postgres.AuroraServers;
import dev.kahuna.standin.postgres.TestMachine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;

/** A cluster whose log is read by the API of RDS, as its apply worker fails. */
class TargetLogTest {
  private static final AwsAccount ACCOUNT =
      new AwsAccount("123456789012", "eu-west-1", "AKIATESTTESTTEST", "a-secret-of-the-test");
  private static final String CLUSTER = "shop";

  /** There are clusters alone. */
  private static final class NoHosts implements InstanceHost {
    @Override
    public BootedInstance boot(InstanceLaunch launch) {
      throw new UnsupportedOperationException(launch.instanceId());
    }

    @Override
    public void terminate(String instanceId) {
      throw new UnsupportedOperationException(instanceId);
    }
  }

  @Survives(
      fault = 19,
      done = "a row that Aurora has arrives again",
      held = "the error of Aurora's log is read by the API of RDS: the table, the key and the cure")
  @Test
  void theCauseIsSaidWithItsTableItsKeyAndItsCure() throws Exception {
    try (var machine = TestMachine.claim("t-monitor-log");
        var servers =
            new AuroraServers(machine.machine(), machine.state().root().resolve("aurora"));
        var aws = AwsStandIn.start(ACCOUNT, Duration.ofMillis(10), new NoHosts(), servers);
        var publisher = TestPostgres.of(17).set("wal_level", "logical").start()) {
      try (var rds = client(aws, ACCOUNT.secretAccessKey())) {
        create(rds);
      }
      var log = new TargetLog(() -> client(aws, ACCOUNT.secretAccessKey()));
      assertThat(log.cause(CLUSTER)).contains("do not have its error");

      publisher.execute(
          "CREATE ROLE follower LOGIN REPLICATION PASSWORD 'f'",
          "CREATE TABLE draws (id int PRIMARY KEY)",
          "CREATE PUBLICATION kahuna FOR ALL TABLES");
      servers
          .server(CLUSTER)
          .execute(
              "postgres",
              "CREATE TABLE draws (id int PRIMARY KEY)",
              "INSERT INTO draws VALUES (4711)",
              "CREATE SUBSCRIPTION kahuna CONNECTION 'host=127.0.0.1 port=%d dbname=postgres user=follower password=f sslmode=require' PUBLICATION kahuna WITH (copy_data = false)"
                  .formatted(publisher.endpoint().port()));
      publisher.execute("INSERT INTO draws VALUES (4711)");

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(log.cause(CLUSTER))
                      .contains("duplicate key", "in table public.draws", "Key (id)=(4711)")
                      .contains("Delete or change that row of public.draws on Aurora"));
      assertThat(new TargetLog(() -> client(aws, "another key")).cause(CLUSTER))
          .contains("can't be read from here", "rds:DownloadDBLogFilePortion");
      servers.server(CLUSTER).execute("postgres", "ALTER SUBSCRIPTION kahuna DISABLE");
    }
  }

  private static void create(RdsClient rds) {
    rds.createDBCluster(
        r ->
            r.dbClusterIdentifier(CLUSTER)
                .engine("aurora-postgresql")
                .engineVersion("17.7")
                .masterUsername("kahuna")
                .manageMasterUserPassword(true));
    rds.createDBInstance(
        r ->
            r.dbInstanceIdentifier(CLUSTER + "-1")
                .dbClusterIdentifier(CLUSTER)
                .dbInstanceClass("db.r6g.large")
                .engine("aurora-postgresql"));
    rds.waiter().waitUntilDBInstanceAvailable(r -> r.dbInstanceIdentifier(CLUSTER + "-1"));
  }

  private static RdsClient client(AwsStandIn aws, String secret) {
    return RdsClient.builder()
        .endpointOverride(aws.endpoint())
        .region(Region.of(ACCOUNT.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ACCOUNT.accessKeyId(), secret)))
        .build();
  }
}
