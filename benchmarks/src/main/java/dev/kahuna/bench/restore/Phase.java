package dev.kahuna.bench.restore;

import dev.kahuna.sandbox.cloud.Story;

/** Tells how far something is that has several parts of about the same size, and how long yet. */
final class Phase {
  private final Story story;
  private final String name;
  private final int parts;
  private final double begun;
  private int done;

  /** Says that it begins. */
  Phase(Story story, String name, int parts) {
    this.story = story;
    this.name = name;
    this.parts = parts;
    this.begun = story.seconds();
    story.tell(name);
  }

  /** Another part is done. */
  void advance() {
    done++;
    var left = (story.seconds() - begun) / done * (parts - done);
    story.tell(
        "%s: %d of %d done%s"
            .formatted(
                name, done, parts, done < parts ? ", about %.0f s left".formatted(left) : ""));
  }
}
