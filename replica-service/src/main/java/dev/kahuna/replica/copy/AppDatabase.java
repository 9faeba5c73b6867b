package dev.kahuna.replica.copy;

import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.migration.Migration;

/**
 * The app's database on the replica, with the name and owner that the app uses.
 *
 * @param owner the role by which the app logs in, there and on the target
 */
public record AppDatabase(String name, String owner) {
  static AppDatabase of(Migration migration) {
    var checked = migration.get(ReplicaChecked.class);
    return new AppDatabase(checked.database(), checked.role());
  }
}
