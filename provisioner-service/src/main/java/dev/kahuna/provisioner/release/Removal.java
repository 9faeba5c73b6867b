package dev.kahuna.provisioner.release;

import dev.kahuna.provisioner.aws.AwsNames;
import java.util.List;

/** Takes away one kind of thing. Each call goes as far as AWS lets it go now. */
interface Removal {

  /**
   * What came of it.
   *
   * @param gone the names of what is certainly there no more
   * @param remaining sentences on what still is, empty when nothing is
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
