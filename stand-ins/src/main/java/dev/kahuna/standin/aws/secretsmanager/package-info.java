@NullMarked
package dev.kahuna.standin.aws.secretsmanager;

import org.jspecify.annotations.NullMarked;
