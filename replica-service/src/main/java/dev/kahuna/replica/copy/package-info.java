/**
 * What the steps of the copy to the target share: its databases, settings, workers and progress.
 */
@NullMarked
package dev.kahuna.replica.copy;

import org.jspecify.annotations.NullMarked;
