/** SSH hosts with systemd, volumes and sudo, as far as a database host needs them. */
@NullMarked
package dev.kahuna.standin.host;

import org.jspecify.annotations.NullMarked;
