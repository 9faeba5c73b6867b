@NullMarked
package dev.kahuna.provisioner.release;

import org.jspecify.annotations.NullMarked;
