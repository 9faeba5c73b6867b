@NullMarked
package dev.kahuna.cutover.breakglass;

import org.jspecify.annotations.NullMarked;
