package dev.kahuna.provisioner.release;

import dev.kahuna.provisioner.aws.AwsNames;
import java.util.List;

/** Removes one kind of resource. Each call goes as far as AWS allows now. */
interface Removal {

  /**
   * The result of a round.
   *
   * @param gone the names of what certainly no longer exists
   * @param remaining sentences about what still exists; empty when nothing does
   */
  record Result(List<String> gone, List<String> remaining) {
    static Result gone(List<String> names) {
      return new Result(names, List.of());
    }

    static Result gone(String name) {
      return gone(List.of(name));
    }

    static Result remaining(String sentence) {
      return new Result(List.of(), List.of(sentence));
    }
  }

  Result remove(AwsNames names);
}
