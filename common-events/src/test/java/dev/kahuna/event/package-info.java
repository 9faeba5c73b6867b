/** Tests of the facts themselves. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.event;
