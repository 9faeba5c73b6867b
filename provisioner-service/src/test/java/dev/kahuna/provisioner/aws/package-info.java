@NullMarked
package dev.kahuna.provisioner.aws;

import org.jspecify.annotations.NullMarked;
