@NullMarked
package dev.kahuna.provisioner.preflight;

import org.jspecify.annotations.NullMarked;
