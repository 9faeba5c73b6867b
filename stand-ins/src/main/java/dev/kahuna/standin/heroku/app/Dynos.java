package dev.kahuna.standin.heroku.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The processes of an app: as many of each type as the formation says, all on the current release.
 *
 * <p>As on Heroku, a restart (a new release is one) asks the old process to end and starts the new
 * one at the same moment, so that both live for a while; one that crashes is started again, at once
 * the first time, later and later after that.
 */
public final class Dynos implements AutoCloseable {
  /** What Heroku gives a process between SIGTERM and SIGKILL. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  private final DynoLauncher launcher;
  private final Procfile procfile;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Dyno> dynos = new TreeMap<>();
  private final Map<String, Integer> crashes = new TreeMap<>();
  private final List<Dyno> leaving = new ArrayList<>();
  private final ScheduledExecutorService restarts =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private Release release;
  private int turn;
  private boolean closed;

  Dynos(DynoLauncher launcher, Procfile procfile, Release release) {
    this.launcher = launcher;
    this.procfile = procfile;
    this.release = release;
  }

  /** Those that run, start, crashed, and those asked to end that have not yet. */
  public List<Dyno> list() {
    return locked(
        () -> {
          var all = new ArrayList<>(dynos.values());
          all.addAll(leaving);
          return List.copyOf(all);
        });
  }

  /** Restarts every dyno on the release, one-off dynos excepted. */
  void deploy(Release newest) {
    locked(
        () -> {
          release = newest;
          crashes.clear();
          return null;
        });
    restart(dyno -> true);
  }

  void scale(String type, int quantity) {
    lock.lock();
    try {
      for (var number = 1; number <= quantity && !closed; number++) {
        dynos.computeIfAbsent(type + "." + number, name -> start(name, type));
      }
      for (var dyno : List.copyOf(dynos.values())) {
        if (dyno.plan().type().equals(type) && number(dyno) > quantity) {
          dynos.remove(dyno.plan().name());
          retire(dyno);
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the chosen dynos of the formation; one-off dynos are not restarted. */
  public void restart(Predicate<Dyno> chosen) {
    lock.lock();
    try {
      for (var old : List.copyOf(dynos.values())) {
        if (chosen.test(old) && !isOneOff(old) && !closed) {
          old.stop(GRACE);
          dynos.put(old.plan().name(), start(old.plan().name(), old.plan().type()));
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a dyno. One of the formation is replaced, a one-off is gone. */
  public void stop(Dyno dyno) {
    if (!isOneOff(dyno)) {
      restart(each -> each == dyno);
      return;
    }
    locked(
        () -> {
          if (dynos.remove(dyno.plan().name(), dyno)) {
            retire(dyno);
          }
          return null;
        });
  }

  /** Starts a one-off dyno, {@code run.1234}. */
  public Dyno run(String command) {
    return locked(
        () -> {
          var name = "run." + ThreadLocalRandom.current().nextInt(1000, 10_000);
          var dyno = watched(launcher.start(name, "run", command, release));
          dynos.put(name, dyno);
          return dyno;
        });
  }

  /** Runs the release phase to its end. */
  boolean releasePhase(Release candidate, Duration limit) throws InterruptedException {
    var name = "release." + ThreadLocalRandom.current().nextInt(1000, 10_000);
    var command = procfile.command(Procfile.RELEASE);
    return launcher.start(name, Procfile.RELEASE, command, candidate).succeeds(limit);
  }

  /** Where the router can send a request. */
  sealed interface Target {
    record Ready(Dyno dyno) implements Target {}

    /** With Heroku's error code. */
    record Nobody(String code, String description) implements Target {}
  }

  /**
   * The next web dyno in turn. While the only ones are starting, waits for one, as Heroku's router
   * does.
   */
  Target nextWeb(Duration limit, Predicate<Dyno> usable) throws InterruptedException {
    lock.lock();
    try {
      var nanos = limit.toNanos();
      while (true) {
        var web =
            dynos.values().stream()
                .filter(dyno -> dyno.plan().type().equals(Procfile.WEB))
                .filter(usable)
                .toList();
        var up = web.stream().filter(dyno -> dyno.state() == Dyno.State.UP).toList();
        if (!up.isEmpty()) {
          return new Target.Ready(up.get(Math.floorMod(turn++, up.size())));
        }
        if (web.isEmpty()) {
          return new Target.Nobody("H14", "No web processes running");
        }
        if (web.stream().noneMatch(dyno -> dyno.state() == Dyno.State.STARTING)) {
          return new Target.Nobody("H10", "App crashed");
        }
        if (nanos <= 0) {
          return new Target.Nobody("H20", "App boot timeout");
        }
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private Dyno start(String name, String type) {
    return watched(launcher.start(name, type, procfile.command(type), release));
  }

  private Dyno watched(Dyno dyno) {
    Thread.startVirtualThread(() -> dyno.watch(() -> onChange(dyno)));
    return dyno;
  }

  /** Called outside the lock, from the dyno's own thread. */
  private void onChange(Dyno dyno) {
    lock.lock();
    try {
      var name = dyno.plan().name();
      if (dyno.state() == Dyno.State.CRASHED && dynos.get(name) == dyno && !closed) {
        if (isOneOff(dyno)) {
          dynos.remove(name);
        } else {
          startAgainLater(dyno, crashes.merge(name, 1, Integer::sum));
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void startAgainLater(Dyno crashed, int times) {
    var seconds = times == 1 ? 0 : Math.min(1L << (times - 2), LONGEST_BACK_OFF.toSeconds());
    restarts.schedule(() -> restart(dyno -> dyno == crashed), seconds, TimeUnit.SECONDS);
  }

  /** Shows as down until it has ended. */
  private void retire(Dyno dyno) {
    leaving.add(dyno);
    dyno.stop(GRACE).thenRunAsync(() -> locked(() -> leaving.remove(dyno)));
  }

  private static boolean isOneOff(Dyno dyno) {
    return dyno.plan().type().equals("run");
  }

  private static int number(Dyno dyno) {
    var name = dyno.plan().name();
    return Integer.parseInt(name.substring(name.indexOf('.') + 1));
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Asks every dyno to end; {@code ChildProcesses} kills what stays. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      restarts.shutdownNow();
      dynos.values().forEach(dyno -> dyno.stop(Duration.ofSeconds(3)));
      dynos.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
