package dev.kahuna.standin.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;

/** A private key that decrypts what gpg or WAL-G encrypted; without a passphrase. */
final class OpenPgpKey implements ArchiveKey {
  private final PGPSecretKeyRingCollection keys;

  private OpenPgpKey(PGPSecretKeyRingCollection keys) {
    this.keys = keys;
  }

  /** Reads the key from its ASCII armour. */
  static OpenPgpKey parse(String armoured) throws IOException {
    var bytes = armoured.getBytes(StandardCharsets.US_ASCII);
    try (var decoded = PGPUtil.getDecoderStream(new ByteArrayInputStream(bytes))) {
      return new OpenPgpKey(new BcPGPSecretKeyRingCollection(decoded));
    } catch (PGPException e) {
      throw new IOException("The key of the archive is no OpenPGP private key", e);
    }
  }

  @Override
  public InputStream decrypt(InputStream encrypted) throws IOException {
    try {
      return content(new BcPGPObjectFactory(decrypted(PGPUtil.getDecoderStream(encrypted))));
    } catch (PGPException e) {
      throw new IOException("An object of the archive can't be decrypted: " + e.getMessage(), e);
    }
  }

  private InputStream decrypted(InputStream encrypted) throws IOException, PGPException {
    var objects = new BcPGPObjectFactory(encrypted);
    for (var object = objects.nextObject(); object != null; object = objects.nextObject()) {
      if (object instanceof PGPEncryptedDataList list) {
        return decrypted(list);
      }
    }
    throw new IOException("An object of the archive is not encrypted by OpenPGP");
  }

  private InputStream decrypted(PGPEncryptedDataList list) throws IOException, PGPException {
    for (var each : list) {
      if (each instanceof PGPPublicKeyEncryptedData data) {
        var key = keys.getSecretKey(data.getKeyIdentifier().getKeyId());
        if (key != null) {
          return decrypted(data, key);
        }
      }
    }
    throw new IOException("An object of the archive is encrypted for another key");
  }

  private static InputStream decrypted(PGPPublicKeyEncryptedData data, PGPSecretKey key)
      throws PGPException {
    var noPassphrase =
        new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(new char[0]);
    return data.getDataStream(
        new BcPublicKeyDataDecryptorFactory(key.extractKeyPair(noPassphrase)));
  }

  private static InputStream content(PGPObjectFactory objects) throws IOException, PGPException {
    return switch (objects.nextObject()) {
      case PGPCompressedData compressed ->
          content(new BcPGPObjectFactory(compressed.getDataStream()));
      case PGPLiteralData literal -> literal.getInputStream();
      default -> throw new IOException("An object of the archive holds no data");
    };
  }
}
