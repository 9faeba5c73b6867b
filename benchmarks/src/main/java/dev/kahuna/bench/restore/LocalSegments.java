package dev.kahuna.bench.restore;

import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.archive.ArchiveStore;
import dev.kahuna.standin.process.PostgresUser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The archive's WAL as {@code cp} wants it: one uncompressed file for each segment. */
final class LocalSegments {
  private LocalSegments() {}

  /** Makes the directory. */
  static void fetch(
      Path directory, ArchiveStore store, ShippedArchive archive, PostgresUser owner, Story story)
      throws IOException {
    story.tell("Unpacking %d segments for cp".formatted(archive.segments().size()));
    owner.makeDirectory(directory);
    for (var object : archive.segments()) {
      var file = directory.resolve(SourceLoad.segment(object));
      try (var in =
          store.open(object.name()).orElseThrow(() -> new FileNotFoundException(object.name()))) {
        Files.copy(in, file);
      }
      owner.own(file);
    }
  }
}
