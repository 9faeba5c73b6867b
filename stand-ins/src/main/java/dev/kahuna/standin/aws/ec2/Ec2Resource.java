package dev.kahuna.standin.aws.ec2;

import java.util.List;
import java.util.Optional;

/** Something that EC2 finds by id, tag and filter. */
interface Ec2Resource {
  String id();

  /** What a filter of this name compares with; empty when there is no such filter. */
  Optional<List<String>> field(String filter);
}
