/** A real Kafka broker in the JVM. */
@NullMarked
package dev.kahuna.broker;

import org.jspecify.annotations.NullMarked;
