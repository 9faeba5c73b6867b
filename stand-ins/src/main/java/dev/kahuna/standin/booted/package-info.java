/**
 * Hosts that really boot: Debian with systemd as process 1 in a container, a loop device as volume.
 * They need root and Docker, and show what the light hosts of {@code dev.kahuna.standin.host}
 * simulate.
 */
@NullMarked
package dev.kahuna.standin.booted;

import org.jspecify.annotations.NullMarked;
