/** Measures how far the replica's replay is behind Heroku, and records when it has caught up. */
@NullMarked
package dev.kahuna.monitor.replay;

import org.jspecify.annotations.NullMarked;
