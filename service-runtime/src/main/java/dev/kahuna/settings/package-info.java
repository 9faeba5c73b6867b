/** Settings of all services, and how wrong ones are refused. */
@NullMarked
package dev.kahuna.settings;

import org.jspecify.annotations.NullMarked;
