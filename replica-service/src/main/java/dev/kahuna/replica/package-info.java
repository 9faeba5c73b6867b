/**
 * Builds the replica and its standby, and copies the database to the target. Begin with {@link
 * dev.kahuna.replica.ReplicaSteps}.
 */
@NullMarked
package dev.kahuna.replica;

import org.jspecify.annotations.NullMarked;
