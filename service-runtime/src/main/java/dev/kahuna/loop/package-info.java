@NullMarked
package dev.kahuna.loop;

import org.jspecify.annotations.NullMarked;
