/**
 * The replica replays the archive, the standby follows it; the runbook's two sections of these
 * names.
 */
@NullMarked
package dev.kahuna.replica.recovery;

import org.jspecify.annotations.NullMarked;
