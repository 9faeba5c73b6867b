/** The operating system's processes that the sandbox starts, and their end. */
@NullMarked
package dev.kahuna.sandbox.process;

import org.jspecify.annotations.NullMarked;
