package dev.kahuna.provisioner;

import dev.kahuna.autoconfigure.KahunaAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The process: what it does is listed in {@link ProvisionerSteps}. */
@SpringBootApplication
@EnableConfigurationProperties(ProvisionerSettings.class)
@Import(KahunaAutoConfiguration.class)
public class ProvisionerApplication {

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(ProvisionerApplication.class, arguments);
  }
}
