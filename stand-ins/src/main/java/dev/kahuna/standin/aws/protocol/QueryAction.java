package dev.kahuna.standin.aws.protocol;

/** One action of the Query protocol: reads the request, writes what the answer contains. */
@FunctionalInterface
public interface QueryAction {
  void answer(Params request, Xml response) throws AwsError;
}
