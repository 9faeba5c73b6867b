/** Samples: they hold for a moment only, so they are not facts. Kept for a week. */
@NullMarked
package dev.kahuna.telemetry;

import org.jspecify.annotations.NullMarked;
