package dev.kahuna.sandbox.aws;

/** Where a cluster accepts connections. */
public record ClusterEndpoint(String host, int port) {}
