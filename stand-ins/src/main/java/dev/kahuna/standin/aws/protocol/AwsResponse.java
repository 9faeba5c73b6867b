package dev.kahuna.standin.aws.protocol;

/** What goes back over HTTP. */
public record AwsResponse(int status, String contentType, String body) {

  static AwsResponse xml(int status, Xml xml) {
    return new AwsResponse(status, "text/xml;charset=UTF-8", xml.toString());
  }
}
