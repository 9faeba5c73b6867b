package dev.kahuna.replica;

import dev.kahuna.autoconfigure.KahunaAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** Builds the replica and its standby, and copies the database to the target. */
@SpringBootApplication
@Import(KahunaAutoConfiguration.class)
public class ReplicaApplication {
  /** Runs the service until it is told to end. */
  public static void main(String[] arguments) {
    SpringApplication.run(ReplicaApplication.class, arguments);
  }
}
