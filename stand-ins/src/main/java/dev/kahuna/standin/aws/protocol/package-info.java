@NullMarked
package dev.kahuna.standin.aws.protocol;

import org.jspecify.annotations.NullMarked;
