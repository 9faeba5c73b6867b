/** The two EC2 hosts between Heroku and Aurora. */
@NullMarked
package dev.kahuna.provisioner.host;

import org.jspecify.annotations.NullMarked;
