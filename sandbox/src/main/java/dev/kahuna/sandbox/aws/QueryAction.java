package dev.kahuna.sandbox.aws;

/** One action of the Query protocol: reads the request, writes what the answer contains. */
@FunctionalInterface
interface QueryAction {
  void answer(Params request, Xml response) throws AwsError;
}
