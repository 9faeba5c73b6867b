/**
 * Indexes over text, whose order is that of a library of the host and so may be wrong on another
 * host.
 */
@NullMarked
package dev.kahuna.cutover.index;

import org.jspecify.annotations.NullMarked;
