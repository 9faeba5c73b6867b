/** The lease: an instance's right to make calls to the outside, and the time limits that end it. */
@NullMarked
package dev.kahuna.lease;

import org.jspecify.annotations.NullMarked;
