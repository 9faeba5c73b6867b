/**
 * Logical replication in both directions: creates, drains, switches and removes it, and advances
 * the sequences that it leaves out.
 */
@NullMarked
package dev.kahuna.cutover.replication;

import org.jspecify.annotations.NullMarked;
