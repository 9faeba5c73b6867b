package dev.kahuna.provisioner;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process. {@link ProvisionerSteps} lists what it does. */
@SpringBootApplication
public class ProvisionerApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(ProvisionerApplication.class, arguments);
  }
}
