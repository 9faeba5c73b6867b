@NullMarked
package dev.kahuna.sandbox.cloud;

import org.jspecify.annotations.NullMarked;
