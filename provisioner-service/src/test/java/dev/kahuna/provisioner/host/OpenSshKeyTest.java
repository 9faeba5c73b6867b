package dev.kahuna.provisioner.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.StringReader;
import java.util.Base64;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import org.junit.jupiter.api.Test;

class OpenSshKeyTest {
  @Test
  void anotherImplementationReadsBothHalves() throws Exception {
    var privateKey = OpenSshKey.generate();
    var file = new OpenSSHKeyV1KeyFile();
    file.init(new StringReader(privateKey));

    assertThat(file.getType()).isEqualTo(KeyType.ED25519);
    assertThat(file.getPrivate()).isNotNull();
    var blob = new Buffer.PlainBuffer().putPublicKey(file.getPublic()).getCompactData();
    assertThat(OpenSshKey.publicLine(privateKey, "kahuna-shop"))
        .isEqualTo("ssh-ed25519 " + Base64.getEncoder().encodeToString(blob) + " kahuna-shop");
  }

  @Test
  void everyKeyIsAnother() {
    assertThat(OpenSshKey.generate()).isNotEqualTo(OpenSshKey.generate());
  }
}
