package dev.kahuna.cutover;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process. {@link CutoverSteps} lists what it does. */
@SpringBootApplication
public class CutoverApplication {
  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(CutoverApplication.class, arguments);
  }
}
