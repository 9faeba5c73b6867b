/** replica-service against the sandbox's archive, hosts and databases. */
@NullMarked
package dev.kahuna.sandbox.replica;

import org.jspecify.annotations.NullMarked;
