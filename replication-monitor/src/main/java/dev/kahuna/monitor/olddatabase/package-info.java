/** Watches a database that the app has left, since a write there reaches no other database. */
@NullMarked
package dev.kahuna.monitor.olddatabase;

import org.jspecify.annotations.NullMarked;
