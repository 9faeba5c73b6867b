/** The S3 archive of base backups and WAL, and the tool that reads and writes it. */
@NullMarked
package dev.kahuna.standin.archive;

import org.jspecify.annotations.NullMarked;
