package dev.kahuna.step;

import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.secret.SecretUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Decides who can fix what a step threw; no other part of a service decides that.
 *
 * @param known classifies what only this service meets, such as an SDK's exceptions
 */
public record FailureClassifier(Function<Throwable, Optional<FailureKind>> known) {

  /** The kind of a failure, by the service's own classification first, then by the common one. */
  public FailureKind kind(Throwable failure) {
    return known
        .apply(failure)
        .orElseGet(
            () ->
                switch (failure) {
                  case Rejected _ -> FailureKind.REJECTED;
                  case SecretUnavailable secret when secret.isPassing() -> FailureKind.UNAVAILABLE;
                  case SecretUnavailable _ -> FailureKind.REJECTED;
                  case Unavailable _, IOException _, TimeoutException _ -> FailureKind.UNAVAILABLE;
                  case SQLException sql -> PostgresFailures.kind(sql);
                  default -> FailureKind.BUG;
                });
  }
}
