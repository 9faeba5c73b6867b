package dev.kahuna.standin.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of a {@link Tool}: what its shell gave it. */
public record Invocation(List<String> arguments, Path directory, Map<String, String> environment) {
  public Invocation {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** An argument by its place, from 0. */
  public Optional<String> argument(int place) {
    return place < arguments.size() ? Optional.of(arguments.get(place)) : Optional.empty();
  }

  /** A variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** A path as the caller meant it: relative to its directory. */
  public Path path(String argument) {
    return directory.resolve(argument).normalize();
  }

  /** Not the environment: there are secrets in it. */
  @Override
  public String toString() {
    return "Invocation" + arguments + " in " + directory;
  }
}
