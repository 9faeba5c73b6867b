/** Tests of the cutovers: which step is due when, and what each does to real servers. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.cutover;
