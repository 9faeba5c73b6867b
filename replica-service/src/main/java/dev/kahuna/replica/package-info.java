/** replica-service: builds the replica and its standby, and copies the database to the target. */
@NullMarked
package dev.kahuna.replica;

import org.jspecify.annotations.NullMarked;
