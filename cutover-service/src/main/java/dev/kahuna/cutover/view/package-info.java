/** Materialized views, which replication leaves as old as the copy. */
@NullMarked
package dev.kahuna.cutover.view;

import org.jspecify.annotations.NullMarked;
