/** Samples: what is true for a moment only, and therefore no fact. Kept a week. */
@NullMarked
package dev.kahuna.telemetry;

import org.jspecify.annotations.NullMarked;
