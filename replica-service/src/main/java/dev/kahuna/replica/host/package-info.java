/** Prepares a launched host for Postgres: the runbook's section "preparing the hosts". */
@NullMarked
package dev.kahuna.replica.host;

import org.jspecify.annotations.NullMarked;
