/**
 * Compares two databases of which one follows the other by logical replication: first their
 * catalogs, then every row, while the app writes.
 *
 * <p>Tables are read in chunks of their primary key, and of each chunk count and hash are made on
 * the servers. A chunk that differs is looked at again, in the end row by row. Only a row that did
 * not change on the source from before to after it was read on the target, which by then had
 * applied all that the source had shown, is a difference.
 */
@NullMarked
package dev.kahuna.cutover.compare;

import org.jspecify.annotations.NullMarked;
