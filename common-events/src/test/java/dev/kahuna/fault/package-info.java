/** Which faults the tests make, and what held: one table of all modules. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.fault;
