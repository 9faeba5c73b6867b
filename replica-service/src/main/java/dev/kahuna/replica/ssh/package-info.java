/**
 * Commands on the hosts: named scripts, over SSH connections to hosts whose keys are known before.
 */
@NullMarked
package dev.kahuna.replica.ssh;

import org.jspecify.annotations.NullMarked;
