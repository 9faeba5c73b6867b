/** The fence of each database: blocks writes before the app leaves, and allows them again. */
@NullMarked
package dev.kahuna.cutover.fence;

import org.jspecify.annotations.NullMarked;
