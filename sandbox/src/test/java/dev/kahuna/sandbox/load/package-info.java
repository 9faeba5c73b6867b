/** Tests of the writer's arithmetic. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.sandbox.load;
