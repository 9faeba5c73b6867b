/** Inspects the archive that Heroku ships to, before there is a host. */
@NullMarked
package dev.kahuna.provisioner.archive;

import org.jspecify.annotations.NullMarked;
