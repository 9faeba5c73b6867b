package dev.kahuna.cutover;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process: what it does is listed in {@link CutoverSteps}. */
@SpringBootApplication
public class CutoverApplication {
  /** Runs until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(CutoverApplication.class, arguments);
  }
}
