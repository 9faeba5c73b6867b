@NullMarked
package dev.kahuna.monitor.replication;

import org.jspecify.annotations.NullMarked;
