@NullMarked
package dev.kahuna.cutover.database;

import org.jspecify.annotations.NullMarked;
