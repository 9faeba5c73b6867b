/** Ends a window without the log and the services, for {@code kahuna break-glass}. */
@NullMarked
package dev.kahuna.cutover.breakglass;

import org.jspecify.annotations.NullMarked;
