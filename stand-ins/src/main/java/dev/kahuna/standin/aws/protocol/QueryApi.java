package dev.kahuna.standin.aws.protocol;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A service that speaks the Query protocol: a form goes in, XML comes out. */
public final class QueryApi implements AwsApi {
  private final QueryDialect dialect;
  private final AwsFaults faults;
  private final Map<String, QueryAction> actions = new TreeMap<>();

  public QueryApi(QueryDialect dialect, AwsFaults faults) {
    this.dialect = dialect;
    this.faults = faults;
  }

  public QueryApi with(Map<String, QueryAction> more) {
    actions.putAll(more);
    return this;
  }

  @Override
  public AwsResponse answer(String target, String body) {
    var request = Params.parse(body);
    var name = request.required("Action");
    var action = actions.get(name);
    if (action == null) {
      throw AwsError.badRequest(
          "InvalidAction", "The action %s is not valid for this web service.", name);
    }
    faults.strike(name);
    if (request.flag("DryRun")) {
      throw new AwsError(
          412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
    return AwsResponse.xml(
        200, dialect.success(name, requestId(), xml -> action.answer(request, xml)));
  }

  @Override
  public AwsResponse failure(AwsError error) {
    return AwsResponse.xml(error.status(), dialect.failure(error, requestId()));
  }

  @Override
  public AwsError unknownKey() {
    return dialect.unknownKey();
  }

  @Override
  public AwsError wrongSignature() {
    return dialect.wrongSignature();
  }

  private static String requestId() {
    return UUID.randomUUID().toString();
  }
}
