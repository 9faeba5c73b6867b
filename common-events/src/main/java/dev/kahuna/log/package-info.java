/**
 * The log: the Kafka topics, the wire format of facts and samples, and what reads and appends them.
 */
@NullMarked
package dev.kahuna.log;

import org.jspecify.annotations.NullMarked;
