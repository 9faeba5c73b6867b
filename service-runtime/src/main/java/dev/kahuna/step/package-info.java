/**
 * Steps, as rules of a makefile.
 *
 * <p>A service is a list of {@link dev.kahuna.step.Step}s. A step is due when the facts it needs
 * hold and the fact it makes does not; {@link dev.kahuna.step.MigrationRunner} runs what is due. So
 * a crash needs no recovery code: after the log has been replayed, what was not finished is due
 * again.
 */
@NullMarked
package dev.kahuna.step;

import org.jspecify.annotations.NullMarked;
