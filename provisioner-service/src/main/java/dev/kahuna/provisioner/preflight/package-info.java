/** Checks everything that can be checked before money is spent. */
@NullMarked
package dev.kahuna.provisioner.preflight;

import org.jspecify.annotations.NullMarked;
