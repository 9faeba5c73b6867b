/**
 * Runs named scripts and long jobs on the hosts, over SSH connections that accept only known host
 * keys.
 */
@NullMarked
package dev.kahuna.replica.ssh;

import org.jspecify.annotations.NullMarked;
