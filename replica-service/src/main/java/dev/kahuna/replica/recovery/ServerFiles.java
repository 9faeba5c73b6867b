package dev.kahuna.replica.recovery;

import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.replica.host.HostDatabases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of a Postgres server on a host, all of it outside PGDATA except recovery.conf.
 *
 * @param address where it listens
 * @param clients CIDR blocks from which the app logs in
 * @param primary connection string of the primary that the standby follows; empty on the replica,
 *     which replays the archive
 * @param settings of the operator, which override the others
 */
public record ServerFiles(
    RecoveryFacts facts,
    String address,
    List<String> clients,
    Optional<PostgresEndpoint> primary,
    Map<String, String> extra) {
  private static final int SIGNAL_FILES = 12;
  private static final int SLOTS_GIVEN_UP = 13;
  private static final int WALSENDERS = 10;
  private static final int WORKERS = 8;

  /** The value of Heroku's largest plans, for versions whose control file does not record it. */
  private static final int MOST_CONNECTIONS = 500;

  /** Room for one transaction that locks every table of a large schema, as pg_dump does. */
  private static final int LOCKS = 1024;

  private static final int SLOTS = 20;

  /** {@code postgresql.conf}. */
  String settings() {
    var settings = new TreeMap<String, String>();
    settings.put("listen_addresses", address);
    settings.put("port", String.valueOf(HostDatabases.PORT));
    settings.put("unix_socket_directories", facts.home() + "/run");
    settings.put("hba_file", facts.home() + "/etc/pg_hba.conf");
    settings.put("ident_file", facts.home() + "/etc/pg_ident.conf");
    settings.put("ssl", "on");
    settings.put("ssl_cert_file", facts.home() + "/etc/server.crt");
    settings.put("ssl_key_file", facts.home() + "/etc/server.key");
    settings.put("ssl_ca_file", facts.home() + "/etc/client-ca.crt");
    settings.put("hot_standby", "on");
    // Takes effect at the promotion, so slots then work without a restart.
    settings.put("wal_level", "logical");
    settings.put("archive_mode", "off");
    settings.put("max_replication_slots", String.valueOf(SLOTS));
    // The drain inside the window waits for it; its default is 5 s.
    settings.put("wal_retrieve_retry_interval", "200ms");
    settings.put("log_line_prefix", "%m [%p] %q%u@%d ");
    settings.put("log_timezone", "UTC");
    settings.put("password_encryption", "scram-sha-256");
    // Passwords are in the text of CREATE ROLE.
    settings.put("log_statement", "none");
    var limits = limits();
    settings.putAll(limits);
    settings.putAll(facts.capacity().settings(Integer.parseInt(limits.get("max_connections"))));
    if (facts.majorVersion() >= SIGNAL_FILES) {
      settings.putAll(recovery());
    }
    if (facts.majorVersion() >= SLOTS_GIVEN_UP) {
      settings.put("max_slot_wal_keep_size", facts.capacity().mostKeptBySlots());
    }
    if (facts.countsStatements()) {
      settings.put("shared_preload_libraries", "pg_stat_statements");
    }
    settings.putAll(extra);
    return lines(settings);
  }

  /**
   * Settings that a standby needs at least as high as its primary. The replica and the standby get
   * the same values, since one is the primary of the other.
   */
  private Map<String, String> limits() {
    var limits = new TreeMap<String, String>();
    atLeast(limits, "max_connections", "max_connections", MOST_CONNECTIONS, WALSENDERS);
    atLeast(limits, "max_worker_processes", "max_worker_processes", WORKERS, WORKERS);
    atLeast(limits, "max_wal_senders", "max_wal_senders", WALSENDERS, WALSENDERS);
    atLeast(limits, "max_prepared_transactions", "max_prepared_xacts", 0, 0);
    var locks = Math.max(LOCKS, facts.setting("max_locks_per_xact").orElse(LOCKS));
    limits.put("max_locks_per_transaction", String.valueOf(locks));
    return limits;
  }

  private void atLeast(
      Map<String, String> limits, String name, String inControlFile, int unless, int more) {
    var primarys = facts.setting(inControlFile).orElse(unless);
    limits.put(name, String.valueOf(primarys + more));
  }

  /** {@code recovery.conf}, for versions up to 11. */
  String recoveryConf() {
    var settings = recovery();
    settings.put("standby_mode", "on");
    if (primary.isEmpty()) {
      // Up to version 11 the only way to promote without a shell; later versions have pg_promote().
      settings.put("trigger_file", facts.home() + "/data/pg/kahuna.promote");
    }
    return lines(settings);
  }

  private TreeMap<String, String> recovery() {
    var recovery = new TreeMap<String, String>();
    recovery.put("recovery_target_timeline", "latest");
    primary.ifPresentOrElse(
        endpoint -> {
          recovery.put("primary_conninfo", connection(facts.home(), endpoint));
          recovery.put("primary_slot_name", StandbySlot.NAME);
        },
        () ->
            recovery.put(
                "restore_command",
                "\"%s/bin/restore-wal\" \"%%f\" \"%%p\"".formatted(facts.home())));
    return recovery;
  }

  /** How the standby's programs reach the replica: with the client certificate, TLS pinned. */
  static String connection(String home, PostgresEndpoint replica) {
    return ("host=%s port=%d user=%s application_name=%s connect_timeout=10"
            + " sslmode=verify-ca sslrootcert=%5$s/etc/primary.crt sslcert=%5$s/etc/client.crt"
            + " sslkey=%5$s/etc/client.key")
        .formatted(replica.host(), replica.port(), HostDatabases.SUPERUSER, StandbySlot.NAME, home);
  }

  /** {@code pg_hba.conf}: the first line that matches counts. */
  String access() {
    var own =
        Stream.of(
            "local   all         postgres                peer map=kahuna-local",
            "hostssl all         postgres           all  cert map=kahuna",
            "hostssl replication postgres           all  cert map=kahuna",
            // Logical replication names its database, so this is Aurora's subscription.
            "hostssl all         " + ReplicationNames.REPLICATION_ROLE + " all  scram-sha-256");
    // With md5, a role whose password is stored as SCRAM is authenticated by SCRAM.
    var app = clients.stream().map(block -> "hostssl all all " + block + " md5");
    return Stream.concat(own, app).collect(Collectors.joining("\n"));
  }

  /** {@code pg_ident.conf}: who logs in as the superuser. */
  String identities() {
    return "kahuna kahuna postgres\nkahuna-local \"%s\" postgres".formatted(facts.systemUser());
  }

  /**
   * The systemd unit. It restarts the server after the archive was unreachable. When memory runs
   * out, the kernel ends a session and never the postmaster, which would end all sessions.
   */
  String unit() {
    return """
        [Unit]
        Description=Postgres of a Kahuna migration
        Wants=network-online.target
        After=network-online.target
        RequiresMountsFor=%1$s/data
        StartLimitIntervalSec=0

        [Service]
        Type=simple
        User=postgres
        Group=postgres
        ExecStart=%1$s/pgsql/postgres -D %1$s/data/pg -c config_file=%1$s/etc/postgresql.conf
        ExecReload=/bin/kill -HUP $MAINPID
        KillMode=mixed
        KillSignal=SIGINT
        TimeoutStopSec=120
        Restart=on-failure
        RestartSec=5
        OOMScoreAdjust=-900
        Environment=PG_OOM_ADJUST_FILE=/proc/self/oom_score_adj PG_OOM_ADJUST_VALUE=0
        StandardOutput=append:%1$s/log/postgres.log
        StandardError=append:%1$s/log/postgres.log

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(facts.home());
  }

  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(s -> "%s = '%s'".formatted(s.getKey(), s.getValue().replace("'", "''")))
        .collect(Collectors.joining("\n"));
  }
}
