/**
 * Compares two databases, one of which follows the other by logical replication. First compares
 * their catalogs, then every row, while the app writes.
 *
 * <p>Tables are read in chunks of their primary key; the servers compute count and hash of each
 * chunk. A chunk that differs is read again, in the end row by row. A row counts as different only
 * if the source showed the same before and after the target was read, and the target had applied by
 * then everything that the source had shown.
 */
@NullMarked
package dev.kahuna.cutover.compare;

import org.jspecify.annotations.NullMarked;
