/** Tests of the operator's commands. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.operator;
