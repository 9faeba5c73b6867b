package dev.kahuna.bench.cutover;

import dev.kahuna.standin.heroku.Heroku;
import dev.kahuna.standin.heroku.Heroku.Asked;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When Heroku was called, and about which app. */
final class CallCount {
  private final Queue<Asked> calls = new ConcurrentLinkedQueue<>();

  CallCount(Heroku heroku) {
    heroku.onCall(calls::add);
  }

  /** The first call about an app at or behind a moment. */
  Optional<Instant> firstAfter(Instant moment, String app) {
    return calls.stream()
        .filter(call -> call.path().matches("/apps/" + app + "(/.*)?"))
        .map(Asked::at)
        .filter(at -> !at.isBefore(moment))
        .min(Instant::compareTo);
  }
}
