package dev.kahuna.replica;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process. {@link ReplicaSteps} lists what it does. */
@SpringBootApplication
public class ReplicaApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(ReplicaApplication.class, arguments);
  }
}
