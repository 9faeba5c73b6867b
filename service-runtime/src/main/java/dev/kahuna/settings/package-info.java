/** What the settings of all services have in common. */
@NullMarked
package dev.kahuna.settings;

import org.jspecify.annotations.NullMarked;
