/**
 * The log: Kafka topics, how facts look on them, and the loop that turns a partition's facts into
 * running steps.
 */
@NullMarked
package dev.kahuna.log;

import org.jspecify.annotations.NullMarked;
