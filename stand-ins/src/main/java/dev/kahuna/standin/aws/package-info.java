/**
 * Stand-ins for EC2, RDS, Secrets Manager and STS, over the real wire protocols and with real
 * effects: an instance is a host that answers SSH, a cluster is a Postgres server.
 */
@NullMarked
package dev.kahuna.standin.aws;

import org.jspecify.annotations.NullMarked;
