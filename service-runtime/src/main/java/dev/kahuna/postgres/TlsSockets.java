package dev.kahuna.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Properties;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Puts TLS over the driver's connection; public since the driver builds it by name. */
public final class TlsSockets extends SSLSocketFactory {
  /**
   * The sockets under a driver's connection.
   *
   * @param plain the TCP connection
   * @param secure TLS over it, where the protocol's messages are
   */
  record Wire(Socket plain, Socket secure) {}

  private final SSLSocketFactory sockets;
  private final boolean verifiesHostName;
  private final Consumer<Wire> connected;

  public TlsSockets(Properties properties) throws GeneralSecurityException, IOException {
    this(LoginTicket.redeem(properties));
  }

  TlsSockets(LoginTicket access) throws GeneralSecurityException, IOException {
    this.sockets = TlsContext.of(access.credentials(), access.trust()).getSocketFactory();
    this.verifiesHostName = access.trust() instanceof Trust.VerifiedBy;
    this.connected = access.connected();
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    var socket = (SSLSocket) sockets.createSocket(plain, host, port, autoClose);
    if (verifiesHostName) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    connected.accept(new Wire(plain, socket));
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw onlyOverExisting();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw onlyOverExisting();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw onlyOverExisting();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw onlyOverExisting();
  }

  private static UnsupportedOperationException onlyOverExisting() {
    return new UnsupportedOperationException("Postgres starts TLS on a connection that exists");
  }
}
