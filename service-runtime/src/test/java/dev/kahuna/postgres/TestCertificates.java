package dev.kahuna.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A certificate authority, made by {@code openssl}, and what it issued: a server certificate for
 * localhost and 127.0.0.1, and client certificates.
 */
public final class TestCertificates {

  private final Path directory;

  /** Makes the authority {@code ca.crt} and {@code server.crt}, {@code server.key} in there. */
  public TestCertificates(Path directory) {
    this.directory = directory;
    OsCommand.run(
        directory,
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=kahuna test authority",
        "-keyout",
        "ca.key",
        "-out",
        "ca.crt");
    issue("server", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1");
  }

  /** The certificate that the server shows. */
  public String server() {
    return read("server.crt");
  }

  public String authority() {
    return read("ca.crt");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** A private key and a certificate for this common name, issued by the authority. */
  public String client(String commonName) {
    var name = "client-" + commonName;
    if (!Files.exists(file(name + ".crt"))) {
      issue(name, "/CN=" + commonName, "extendedKeyUsage=clientAuth");
    }
    return read(name + ".key") + read(name + ".crt");
  }

  private void issue(String name, String subject, String extension) {
    OsCommand.run(
        directory,
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        subject,
        "-addext",
        extension,
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-keyout",
        name + ".key",
        "-out",
        name + ".crt");
  }

  private String read(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
