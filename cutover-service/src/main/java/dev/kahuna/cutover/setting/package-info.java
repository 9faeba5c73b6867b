/** The settings that the app's sessions have, before a window and after it. */
@NullMarked
package dev.kahuna.cutover.setting;

import org.jspecify.annotations.NullMarked;
