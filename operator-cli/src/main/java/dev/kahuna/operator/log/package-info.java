/** Kafka as operators use it: read everything, append decisions. */
@NullMarked
package dev.kahuna.operator.log;

import org.jspecify.annotations.NullMarked;
