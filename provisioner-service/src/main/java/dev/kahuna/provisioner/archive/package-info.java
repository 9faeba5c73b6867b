/** Inspects the archive to which Heroku ships base backups and WAL, before a host is launched. */
@NullMarked
package dev.kahuna.provisioner.archive;

import org.jspecify.annotations.NullMarked;
