/** What can go wrong outside: something refuses, or something does not answer. */
@NullMarked
package dev.kahuna.failure;

import org.jspecify.annotations.NullMarked;
