package dev.kahuna.monitor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process. {@link MonitorSteps} lists what it does. */
@SpringBootApplication
public class MonitorApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(MonitorApplication.class, arguments);
  }
}
