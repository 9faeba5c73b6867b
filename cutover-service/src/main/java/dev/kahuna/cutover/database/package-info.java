/**
 * Sessions on the databases between which the app moves, and what the steps do with them in common.
 */
@NullMarked
package dev.kahuna.cutover.database;

import org.jspecify.annotations.NullMarked;
