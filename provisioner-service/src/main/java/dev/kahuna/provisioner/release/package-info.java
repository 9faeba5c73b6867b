/** Removes what a migration created in AWS. */
@NullMarked
package dev.kahuna.provisioner.release;

import org.jspecify.annotations.NullMarked;
