@NullMarked
package dev.kahuna.provisioner.host;

import org.jspecify.annotations.NullMarked;
