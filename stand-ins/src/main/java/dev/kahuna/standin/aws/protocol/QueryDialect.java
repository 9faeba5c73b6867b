package dev.kahuna.standin.aws.protocol;

import java.util.function.Consumer;

/** EC2 wraps answers and errors in another way than the rest of the Query protocol's services. */
public enum QueryDialect {
  EC2("http://ec2.amazonaws.com/doc/2016-11-15/") {
    @Override
    Xml success(String action, String requestId, Consumer<Xml> content) {
      return new Xml()
          .root(
              action + "Response",
              namespace,
              xml -> content.accept(xml.text("requestId", requestId)));
    }

    @Override
    Xml failure(AwsError error, String requestId) {
      return new Xml()
          .group(
              "Response",
              response ->
                  response
                      .group("Errors", errors -> errors.group("Error", xml -> describe(error, xml)))
                      .text("RequestID", requestId));
    }

    @Override
    AwsError unknownKey() {
      return new AwsError(
          401, "AuthFailure", "AWS was not able to validate the provided access credentials");
    }

    @Override
    AwsError wrongSignature() {
      return unknownKey();
    }
  },
  RDS("http://rds.amazonaws.com/doc/2014-10-31/"),
  STS("https://sts.amazonaws.com/doc/2011-06-15/");

  final String namespace;

  QueryDialect(String namespace) {
    this.namespace = namespace;
  }

  Xml success(String action, String requestId, Consumer<Xml> content) {
    return new Xml()
        .root(
            action + "Response",
            namespace,
            response ->
                response
                    .group(action + "Result", content)
                    .group("ResponseMetadata", xml -> xml.text("RequestId", requestId)));
  }

  Xml failure(AwsError error, String requestId) {
    return new Xml()
        .root(
            "ErrorResponse",
            namespace,
            response ->
                response
                    .group("Error", xml -> describe(error, xml.text("Type", "Sender")))
                    .text("RequestId", requestId));
  }

  AwsError unknownKey() {
    return new AwsError(
        403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  }

  AwsError wrongSignature() {
    return new AwsError(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.");
  }

  private static void describe(AwsError error, Xml xml) {
    xml.text("Code", error.code()).text("Message", error.message());
  }
}
