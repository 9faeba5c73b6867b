/** Tests of the figures, not of what they measure. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.sandbox.bench;
