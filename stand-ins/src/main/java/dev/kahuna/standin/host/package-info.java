/** SSH hosts with systemd, volumes and sudo, as far as Kahuna uses them. */
@NullMarked
package dev.kahuna.standin.host;

import org.jspecify.annotations.NullMarked;
