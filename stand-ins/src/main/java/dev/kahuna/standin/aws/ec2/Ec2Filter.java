package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.Params;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@code Filter} of a Describe action: any of its values may match, {@code *} and {@code ?}. */
record Ec2Filter(String name, List<String> values) {

  static List<Ec2Filter> of(Params request) {
    return request.structures("Filter").stream()
        .map(filter -> new Ec2Filter(filter.required("Name"), filter.list("Value")))
        .toList();
  }

  boolean accepts(List<String> actual) {
    return values.stream()
        .map(Ec2Filter::pattern)
        .anyMatch(pattern -> actual.stream().anyMatch(pattern.asMatchPredicate()));
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        glob.chars()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining()));
  }
}
