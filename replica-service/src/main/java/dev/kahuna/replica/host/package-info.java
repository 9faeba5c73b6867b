/**
 * A launched host becomes one on which Postgres can be set up; the runbook's "preparing the hosts".
 */
@NullMarked
package dev.kahuna.replica.host;

import org.jspecify.annotations.NullMarked;
