/** The operating system's processes that the sandbox starts, and their end. */
@NullMarked
package dev.kahuna.standin.process;

import org.jspecify.annotations.NullMarked;
