package dev.kahuna.standin.aws;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.Map;

/** Security Token Service: who am I? */
final class Sts {
  private final AwsAccount account;

  Sts(AwsAccount account) {
    this.account = account;
  }

  Map<String, QueryAction> actions() {
    return Map.of("GetCallerIdentity", this::getCallerIdentity);
  }

  private void getCallerIdentity(Params request, Xml response) {
    response
        .text("Arn", "arn:aws:iam::%s:user/operator".formatted(account.accountId()))
        .text("UserId", "AIDA" + account.accessKeyId())
        .text("Account", account.accountId());
  }
}
