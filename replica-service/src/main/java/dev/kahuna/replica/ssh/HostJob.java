package dev.kahuna.replica.ssh;

import dev.kahuna.failure.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long work on a host: a transient systemd unit, which outlives the connection and this service and
 * records how it ended.
 *
 * @param name of the job; one that succeeded is never started again, so a new attempt needs a new
 *     name
 * @param program in Kahuna's bin directory on the host
 * @param directory whose size shows the progress, below Kahuna's directory; or empty
 */
public record HostJob(String name, String program, String directory) {
  private static final Logger LOG = LoggerFactory.getLogger(HostJob.class);
  private static final HostScript STATE = HostScript.of(HostJob.class, "job-state");
  private static final HostScript START = HostScript.of(HostJob.class, "job-start");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HostScript FORGET = HostScript.of(HostJob.class, "job-forget");
  private static final int HEAD = 4;
  private static final int MOST_STARTS = 3;
  private static final String REJECTED = "78";

  /** The state of a job. */
  public enum State {
    ABSENT,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * What the host reports of a job.
   *
   * @param bytes in its directory now
   * @param total bytes expected there; 0 if unknown
   * @param starts how often it was started
   * @param lines its result when it is done, the end of its log when it failed
   */
  public record Report(State state, long bytes, long total, int starts, List<String> lines) {
    /** The first line of the result, or the empty text. */
    public String result() {
      return lines.isEmpty() ? "" : lines.getFirst();
    }

    public boolean isDone() {
      return state == State.DONE;
    }

    private boolean isHopeless() {
      return result().equals(REJECTED) || starts >= MOST_STARTS;
    }

    private String complaint() {
      return String.join(" / ", lines.stream().skip(1).toList());
    }

    private Report started() {
      return new Report(State.RUNNING, 0, 0, starts + 1, List.of());
    }
  }

  /** Work on the host before each start of the job. */
  @FunctionalInterface
  public interface Preparation<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /**
   * Starts the job unless it is running or done; starts it again, a few times, when it failed. Asks
   * the host once.
   *
   * @return its report: either running or done
   * @throws Rejected with the end of its log if another start would not help; the next call starts
   *     it nevertheless
   */
  public <E extends Exception> Report advance(SshHost host, Preparation<E> preparation)
      throws E, InterruptedException {
    var report = report(host);
    return switch (report.state()) {
      case DONE, RUNNING -> report;
      case ABSENT -> start(host, report, preparation);
      case FAILED -> {
        if (report.isHopeless()) {
          host.run(FORGET, Map.of("JOB", name), LIMIT);
          throw new Rejected("%s on the %s failed: %s".formatted(name, host, report.complaint()));
        }
        LOG.warn("{} on the {} failed and is started again: {}", name, host, report.complaint());
        yield start(host, report, preparation);
      }
    };
  }

  /** Whether the job was ever started. */
  public boolean isKnown(SshHost host) throws InterruptedException {
    return report(host).state() != State.ABSENT;
  }

  private <E extends Exception> Report start(
      SshHost host, Report before, Preparation<E> preparation) throws E, InterruptedException {
    preparation.run();
    host.run(START, Map.of("JOB", name, "PROGRAM", program), LIMIT);
    return before.started();
  }

  private Report report(SshHost host) throws InterruptedException {
    var lines =
        host.run(STATE, Map.of("JOB", name, "DIRECTORY", directory), LIMIT).lines().toList();
    return new Report(
        State.valueOf(lines.getFirst().toUpperCase(Locale.ROOT)),
        Long.parseLong(lines.get(1)),
        Long.parseLong(lines.get(2)),
        Integer.parseInt(lines.get(3)),
        lines.subList(HEAD, lines.size()));
  }
}
