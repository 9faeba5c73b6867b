@NullMarked
package dev.kahuna.cutover.fence;

import org.jspecify.annotations.NullMarked;
