/** Whole migrations. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.acceptance;
