package dev.kahuna.autoconfigure;

import dev.kahuna.settings.InvalidSettings;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports wrong settings by their sentences, without a stack trace. */
final class InvalidSettingsAnalyzer extends AbstractFailureAnalyzer<InvalidSettings> {
  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidSettings wrong) {
    return new FailureAnalysis(
        "The settings of this service cannot work, so it does not start.",
        String.join(System.lineSeparator(), wrong.sentences()),
        wrong);
  }
}
