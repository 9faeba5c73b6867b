@NullMarked
package dev.kahuna.standin.aws.rds;

import org.jspecify.annotations.NullMarked;
