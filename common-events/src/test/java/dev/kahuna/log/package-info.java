/** Tests of the log, on a real broker. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.log;
