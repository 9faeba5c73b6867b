/** The results of a run, measured from outside. */
@NullMarked
package dev.kahuna.sandbox.report;

import org.jspecify.annotations.NullMarked;
