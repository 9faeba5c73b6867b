/** What all work in AWS shares: clients, names, and the classification of errors. */
@NullMarked
package dev.kahuna.provisioner.aws;

import org.jspecify.annotations.NullMarked;
