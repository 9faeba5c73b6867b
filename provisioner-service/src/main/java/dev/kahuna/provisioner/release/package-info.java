/** Taking away what a migration made in AWS. */
@NullMarked
package dev.kahuna.provisioner.release;

import org.jspecify.annotations.NullMarked;
