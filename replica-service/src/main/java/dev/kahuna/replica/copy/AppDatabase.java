package dev.kahuna.replica.copy;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;

/**
 * The app's database on the replica, with the name and owner that the app uses.
 *
 * @param owner the role by which the app logs in, there and on the target
 */
public record AppDatabase(String name, String owner) {
  static AppDatabase of(Migration migration, Secrets secrets) {
    var prepared = migration.get(CutoverPrepared.class, Leg.TO_REPLICA);
    var url = PostgresUrl.parse(secrets.read(prepared.newUrl()));
    return new AppDatabase(url.endpoint().database(), url.credentials().user());
  }
}
