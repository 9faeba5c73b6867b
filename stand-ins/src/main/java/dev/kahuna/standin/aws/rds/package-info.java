/** RDS: Aurora clusters, their instances, parameter groups and engine versions. */
@NullMarked
package dev.kahuna.standin.aws.rds;

import org.jspecify.annotations.NullMarked;
