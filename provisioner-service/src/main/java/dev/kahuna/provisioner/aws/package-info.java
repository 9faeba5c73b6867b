/** What is common to all that is done in AWS: clients, names, and what an error means. */
@NullMarked
package dev.kahuna.provisioner.aws;

import org.jspecify.annotations.NullMarked;
