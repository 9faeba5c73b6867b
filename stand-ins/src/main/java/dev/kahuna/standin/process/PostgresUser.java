package dev.kahuna.standin.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operating system's user that runs Postgres, which refuses root: ourselves if we are somebody
 * else, otherwise {@code postgres} or {@code nobody}.
 */
public final class PostgresUser {
  private static final int ROOT = 0;

  private record Account(UserPrincipal user, GroupPrincipal group) {}

  private final Optional<Account> account;
  private final int callersUid;

  private PostgresUser(int callersUid, Optional<Account> account) {
    this.callersUid = callersUid;
    this.account = account;
  }

  /** The user for this process. */
  public static PostgresUser current() {
    int uid = ownUid();
    if (uid != ROOT) {
      return new PostgresUser(uid, Optional.empty());
    }
    return Stream.of("postgres", "nobody")
        .flatMap(name -> account(name).stream())
        .findFirst()
        .map(account -> new PostgresUser(uid, Optional.of(account)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Postgres does not run as root, and this machine has neither a user 'postgres'"
                        + " nor a user 'nobody' to run it: add one, or run this as an ordinary"
                        + " user."));
  }

  private static int ownUid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self/"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Account> account(String name) {
    var lookup = FileSystems.getDefault().getUserPrincipalLookupService();
    try {
      var user = lookup.lookupPrincipalByName(name);
      var group = Shell.run(List.of("id", "-gn", name)).strip();
      return Optional.of(new Account(user, lookup.lookupPrincipalByGroupName(group)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The number of the user that this process has. */
  public int callersUid() {
    return callersUid;
  }

  /** The command as this user: prefixed if we are root, unchanged otherwise. It is exec'd. */
  public List<String> command(List<String> command) {
    return account
        .map(
            to -> {
              var wrapped = new ArrayList<String>();
              wrapped.add("setpriv");
              wrapped.add("--reuid=" + to.user().getName());
              wrapped.add("--regid=" + to.group().getName());
              wrapped.add("--init-groups");
              wrapped.add("--");
              wrapped.addAll(command);
              return List.copyOf(wrapped);
            })
        .orElse(List.copyOf(command));
  }

  /** Gives a file or directory that we made to this user. */
  public void own(Path path) throws IOException {
    if (account.isPresent()) {
      var view =
          Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      view.setOwner(account.get().user());
      view.setGroup(account.get().group());
    }
  }

  /** Makes a directory, its parents too, and gives the last one to this user alone. */
  public Path makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
    own(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    return directory;
  }

  /** Whether this user can go through every directory on the way to this one. */
  public boolean reaches(Path directory) {
    return account.isEmpty()
        || Shell.succeeds(command(List.of("test", "-x", directory.toAbsolutePath().toString())));
  }
}
