package dev.kahuna.standin.aws.rds;

/** Where a cluster accepts connections. */
public record ClusterEndpoint(String host, int port) {}
