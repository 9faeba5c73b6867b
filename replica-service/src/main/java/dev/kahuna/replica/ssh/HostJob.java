package dev.kahuna.replica.ssh;

import dev.kahuna.failure.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on a host that takes long: a transient systemd unit, which outlives the connection and this
 * service, and leaves word of how it ended.
 *
 * @param name of the job; one that ended well is never begun again, so a new try has a new name
 * @param program in Kahuna's bin directory on the host
 * @param directory whose size says how far it is, below Kahuna's directory; or empty
 */
public record HostJob(String name, String program, String directory) {
  private static final Logger LOG = LoggerFactory.getLogger(HostJob.class);
  private static final HostScript STATE = HostScript.of(HostJob.class, "job-state");
  private static final HostScript START = HostScript.of(HostJob.class, "job-start");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HostScript FORGET = HostScript.of(HostJob.class, "job-forget");
  private static final int HEAD = 4;
  private static final int MOST_TRIES = 3;
  private static final String REJECTED = "78";

  /** How a job is. */
  public enum State {
    ABSENT,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * What a job says.
   *
   * @param bytes in its directory now
   * @param total bytes expected there; 0 if nobody knows
   * @param tries how often it was begun
   * @param words its result when it is done, its log's end when it failed
   */
  public record Report(State state, long bytes, long total, int tries, List<String> words) {
    /** The result's first line, or the empty text. */
    public String result() {
      return words.isEmpty() ? "" : words.getFirst();
    }

    private boolean isHopeless() {
      return result().equals(REJECTED) || tries >= MOST_TRIES;
    }

    private String complaint() {
      return String.join(" / ", words.stream().skip(1).toList());
    }
  }

  /** What is done on the host before the job begins, again for each try. */
  @FunctionalInterface
  public interface Preparation<E extends Exception> {
    void run() throws E, InterruptedException;
  }

  /**
   * Begins the job unless it runs or is done; again, a few times, when it failed.
   *
   * @return empty while it runs, its report once it is done
   * @throws Rejected with the end of its log when there is no use in trying again; the next call
   *     does nevertheless
   */
  public <E extends Exception> Optional<Report> towardsDone(
      SshHost host, Preparation<E> preparation) throws E, InterruptedException {
    var report = report(host);
    return switch (report.state()) {
      case DONE -> Optional.of(report);
      case RUNNING -> Optional.empty();
      case ABSENT -> {
        start(host, preparation);
        yield Optional.empty();
      }
      case FAILED -> {
        if (report.isHopeless()) {
          host.run(FORGET, Map.of("JOB", name), LIMIT);
          throw new Rejected("%s on the %s failed: %s".formatted(name, host, report.complaint()));
        }
        LOG.warn("{} on the {} failed, and is begun again: {}", name, host, report.complaint());
        start(host, preparation);
        yield Optional.empty();
      }
    };
  }

  private <E extends Exception> void start(SshHost host, Preparation<E> preparation)
      throws E, InterruptedException {
    preparation.run();
    host.run(START, Map.of("JOB", name, "PROGRAM", program), LIMIT);
  }

  /** How it is now. */
  public Report report(SshHost host) throws InterruptedException {
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
