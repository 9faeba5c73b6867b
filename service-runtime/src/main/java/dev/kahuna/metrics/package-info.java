/** Shows the migrations that a service runs, and their samples, as gauges for Prometheus. */
@NullMarked
package dev.kahuna.metrics;

import org.jspecify.annotations.NullMarked;
