package dev.kahuna.sandbox;

import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.UnfencedAppender;
import dev.kahuna.request.RequestReader;
import java.time.Clock;
import java.util.Map;

/** Says what an operator would say, to Kafka alone. */
final class Operator implements AutoCloseable {
  private final UnfencedAppender log;

  Operator(String bootstrapServers) {
    this.log =
        new UnfencedAppender(
            Map.of("bootstrap.servers", bootstrapServers),
            "sandbox",
            new EventCodec(),
            Clock.systemUTC());
  }

  /** Publishes a request. */
  void request(String yaml) {
    switch (RequestReader.read(yaml)) {
      case RequestReader.Result.Refused(var problems) ->
          throw new IllegalStateException("the sandbox's own request: " + problems);
      case RequestReader.Result.Accepted(var id, var request) ->
          log.append(id, new MigrationRequested(request));
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
