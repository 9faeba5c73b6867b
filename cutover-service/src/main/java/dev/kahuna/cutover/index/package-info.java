/**
 * Indexes over text. A library of the host determines their order, so it may be wrong on another
 * host.
 */
@NullMarked
package dev.kahuna.cutover.index;

import org.jspecify.annotations.NullMarked;
