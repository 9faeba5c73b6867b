@NullMarked
package dev.kahuna.cutover.replication;

import org.jspecify.annotations.NullMarked;
