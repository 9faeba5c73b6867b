package dev.kahuna.monitor;

import dev.kahuna.autoconfigure.KahunaAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The process: what it does is listed in {@link MonitorSteps}. */
@SpringBootApplication
@Import(KahunaAutoConfiguration.class)
public class MonitorApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(MonitorApplication.class, arguments);
  }
}
