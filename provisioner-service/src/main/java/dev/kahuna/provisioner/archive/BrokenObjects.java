package dev.kahuna.provisioner.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds objects that are encrypted or truncated, by their first and last bytes. A recovery would
 * reach them only hours later, and then look like a lag that never ends.
 *
 * @param encrypted objects whose beginning does not match their name; another program may have
 *     written them
 * @param brokenOff objects that begin correctly but are truncated
 */
public record BrokenObjects(List<ArchivedObject> encrypted, List<ArchivedObject> brokenOff) {
  private static final int AT_A_TIME = 16;

  private enum Look {
    WHOLE,
    ENCRYPTED,
    BROKEN_OFF
  }

  static BrokenObjects among(ArchiveBucket bucket, List<ArchivedObject> objects)
      throws InterruptedException {
    var encrypted = new ArrayList<ArchivedObject>();
    var brokenOff = new ArrayList<ArchivedObject>();
    var looks = looks(bucket, objects);
    for (int i = 0; i < objects.size(); i++) {
      switch (looks.get(i)) {
        case WHOLE -> {}
        case ENCRYPTED -> encrypted.add(objects.get(i));
        case BROKEN_OFF -> brokenOff.add(objects.get(i));
      }
    }
    return new BrokenObjects(List.copyOf(encrypted), List.copyOf(brokenOff));
  }

  private static List<Look> looks(ArchiveBucket bucket, List<ArchivedObject> objects)
      throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      List<Callable<Look>> tasks =
          objects.stream().map(object -> (Callable<Look>) () -> look(bucket, object)).toList();
      var looks = new ArrayList<Look>();
      for (var look : threads.invokeAll(tasks)) {
        looks.add(of(look));
      }
      return looks;
    }
  }

  private static Look of(Future<Look> look) throws InterruptedException {
    try {
      return look.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private static Look look(ArchiveBucket bucket, ArchivedObject object) {
    var compression = ArchiveCompression.of(object.name());
    if (object.bytes() == 0) {
      return Look.BROKEN_OFF;
    }
    return compression.map(c -> look(bucket, object, c)).orElse(Look.WHOLE);
  }

  private static Look look(
      ArchiveBucket bucket, ArchivedObject object, ArchiveCompression compression) {
    if (!compression.begins(bucket.head(object.key(), ArchiveCompression.HEAD))) {
      return Look.ENCRYPTED;
    }
    return compression.ends(bucket.tail(object.key(), ArchiveCompression.TAIL))
        ? Look.WHOLE
        : Look.BROKEN_OFF;
  }

  static BrokenObjects none() {
    return new BrokenObjects(List.of(), List.of());
  }
}
