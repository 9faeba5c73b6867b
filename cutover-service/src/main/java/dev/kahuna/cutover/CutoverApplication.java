package dev.kahuna.cutover;

import dev.kahuna.autoconfigure.KahunaAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** Moves the app from one database to the next. */
@SpringBootApplication
@EnableConfigurationProperties(CutoverSettings.class)
@Import(KahunaAutoConfiguration.class)
public class CutoverApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(CutoverApplication.class, arguments);
  }
}
