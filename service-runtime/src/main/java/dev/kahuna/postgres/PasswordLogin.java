package dev.kahuna.postgres;

import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;

/**
 * Gives the driver the password when the server asks for one; public since the driver builds it.
 */
public final class PasswordLogin implements AuthenticationPlugin {

  private final Credentials credentials;

  public PasswordLogin(Properties properties) {
    this.credentials = LoginTicket.redeem(properties).credentials();
  }

  @Override
  public char @Nullable [] getPassword(AuthenticationRequestType type) {
    return switch (credentials) {
      case Credentials.Password login -> login.password().toCharArray();
      case Credentials.ClientCertificate _ -> null;
    };
  }
}
