@NullMarked
package dev.kahuna.monitor.olddatabase;

import org.jspecify.annotations.NullMarked;
