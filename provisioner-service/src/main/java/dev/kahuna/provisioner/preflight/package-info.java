/** Everything that can be found out before money is spent. */
@NullMarked
package dev.kahuna.provisioner.preflight;

import org.jspecify.annotations.NullMarked;
