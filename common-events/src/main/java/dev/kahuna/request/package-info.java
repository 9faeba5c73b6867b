/** What an operator asks for: the request file and its rules. */
@NullMarked
package dev.kahuna.request;

import org.jspecify.annotations.NullMarked;
