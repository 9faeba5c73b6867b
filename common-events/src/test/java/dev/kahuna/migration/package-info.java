/** Tests of the fold. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.migration;
