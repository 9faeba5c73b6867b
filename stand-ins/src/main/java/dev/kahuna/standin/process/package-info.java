/** Child processes: starting them, their user and directories, and ending every one of them. */
@NullMarked
package dev.kahuna.standin.process;

import org.jspecify.annotations.NullMarked;
