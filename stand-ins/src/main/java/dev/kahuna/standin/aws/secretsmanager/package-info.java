/** Secrets Manager: secrets with versions, deletion and filters. */
@NullMarked
package dev.kahuna.standin.aws.secretsmanager;

import org.jspecify.annotations.NullMarked;
