@NullMarked
package dev.kahuna.provisioner.target;

import org.jspecify.annotations.NullMarked;
