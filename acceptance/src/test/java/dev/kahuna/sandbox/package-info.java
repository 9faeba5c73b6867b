/** Whole migrations under faults, made from inside the sandbox. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.sandbox;
