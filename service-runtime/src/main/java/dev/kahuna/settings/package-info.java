/** The settings that all services share, and the check that refuses wrong ones. */
@NullMarked
package dev.kahuna.settings;

import org.jspecify.annotations.NullMarked;
