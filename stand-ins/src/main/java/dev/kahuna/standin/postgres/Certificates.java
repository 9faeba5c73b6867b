package dev.kahuna.standin.postgres;

import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys and certificates of the servers, made by the {@code openssl} program. */
public final class Certificates {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Certificates() {}

  /** A private key and its certificate, as PEM files. */
  public record KeyPair(Path key, Path certificate) {}

  /** A certificate that vouches for itself, as Heroku's Postgres has. */
  public static KeyPair selfSigned(Path directory, InetAddress address) throws IOException {
    var pair = new KeyPair(directory.resolve("server.key"), directory.resolve("server.crt"));
    openssl(
        directory, request(pair, address), List.of("-addext", "subjectAltName=" + name(address)));
    return pair;
  }

  /** A certificate authority, as Amazon's for RDS. */
  public static KeyPair authority(Path directory) throws IOException {
    Files.createDirectories(directory);
    var pair = new KeyPair(directory.resolve("ca.key"), directory.resolve("ca.pem"));
    openssl(
        directory,
        newCertificate(pair, "/CN=Stand-in root"),
        List.of("-addext", "keyUsage=critical,keyCertSign,cRLSign"));
    return pair;
  }

  /** A server's certificate that the authority vouches for. */
  public static KeyPair signed(KeyPair authority, Path directory, InetAddress address)
      throws IOException {
    var pair = new KeyPair(directory.resolve("server.key"), directory.resolve("server.crt"));
    var request = directory.resolve("server.csr");
    var names = directory.resolve("server.ext");
    Files.writeString(names, "subjectAltName=" + name(address) + "\n");
    openssl(
        directory,
        List.of("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        List.of("-nodes", "-subj", "/CN=" + address.getHostAddress()),
        List.of("-keyout", pair.key().toString(), "-out", request.toString()));
    openssl(
        directory,
        List.of("x509", "-req", "-days", "90", "-in", request.toString()),
        List.of("-CA", authority.certificate().toString(), "-CAkey", authority.key().toString()),
        List.of("-set_serial", Long.toString(System.nanoTime()), "-extfile", names.toString()),
        List.of("-out", pair.certificate().toString()));
    return pair;
  }

  private static List<String> request(KeyPair pair, InetAddress address) {
    return newCertificate(pair, "/CN=" + address.getHostAddress());
  }

  private static List<String> newCertificate(KeyPair pair, String subject) {
    return List.of(
        "req",
        "-new",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "90",
        "-subj",
        subject,
        "-keyout",
        pair.key().toString(),
        "-out",
        pair.certificate().toString());
  }

  private static String name(InetAddress address) {
    return "IP:" + address.getHostAddress();
  }

  @SafeVarargs
  private static void openssl(Path directory, List<String>... parts) throws IOException {
    var command = new ArrayList<String>();
    command.add("openssl");
    for (var part : parts) {
      command.addAll(part);
    }
    Shell.run(command, directory, Map.of(), LIMIT);
  }
}
