@NullMarked
package dev.kahuna.replica.subscription;

import org.jspecify.annotations.NullMarked;
