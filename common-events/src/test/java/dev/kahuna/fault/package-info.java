/** Records which faults the tests cause and what held, in one table for all modules. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.fault;
