/** Subscribes the target to the promoted replica, and resumes the standby's replay afterwards. */
@NullMarked
package dev.kahuna.replica.subscription;

import org.jspecify.annotations.NullMarked;
