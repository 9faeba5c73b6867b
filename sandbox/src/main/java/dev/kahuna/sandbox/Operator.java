package dev.kahuna.sandbox;

import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.UnfencedAppender;
import dev.kahuna.request.RequestReader;
import java.time.Clock;
import java.util.Map;

/** Says what an operator would say, to Kafka alone. */
public final class Operator implements AutoCloseable {
  private final UnfencedAppender log;

  public Operator(String bootstrapServers) {
    this.log =
        new UnfencedAppender(
            Map.of("bootstrap.servers", bootstrapServers),
            "sandbox",
            new EventCodec(),
            Clock.systemUTC());
  }

  /** Publishes a request. */
  public void request(String yaml) {
    switch (RequestReader.read(yaml)) {
      case RequestReader.Result.Refused(var problems) ->
          throw new IllegalStateException("the sandbox's own request: " + problems);
      case RequestReader.Result.Accepted(var id, var request) ->
          log.append(id, new MigrationRequested(request));
    }
  }

  /** Lets go of what a completed migration no longer needs. */
  public void release(String id) {
    log.append(id, new ReleaseRequested());
  }

  @Override
  public void close() {
    log.close();
  }
}
