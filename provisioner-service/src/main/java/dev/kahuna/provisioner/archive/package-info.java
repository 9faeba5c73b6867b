/** What lies in the archive that Heroku ships to, looked at from outside before there is a host. */
@NullMarked
package dev.kahuna.provisioner.archive;

import org.jspecify.annotations.NullMarked;
