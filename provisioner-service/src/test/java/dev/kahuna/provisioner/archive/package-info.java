@NullMarked
package dev.kahuna.provisioner.archive;

import org.jspecify.annotations.NullMarked;
