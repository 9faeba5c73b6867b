/** The stand-in, asked by the SDK and by the {@code aws} command line. */
@NullMarked
package dev.kahuna.sandbox.aws;

import org.jspecify.annotations.NullMarked;
