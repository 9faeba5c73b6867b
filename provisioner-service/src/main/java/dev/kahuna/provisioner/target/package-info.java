/**
 * Creates the Aurora cluster of a migration with its parameters, and waits until it is available.
 */
@NullMarked
package dev.kahuna.provisioner.target;

import org.jspecify.annotations.NullMarked;
