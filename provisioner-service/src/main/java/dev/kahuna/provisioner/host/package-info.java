/** Launches the two EC2 hosts between Heroku and Aurora, with their network, keys and image. */
@NullMarked
package dev.kahuna.provisioner.host;

import org.jspecify.annotations.NullMarked;
