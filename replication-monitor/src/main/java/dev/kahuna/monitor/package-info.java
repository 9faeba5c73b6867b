/**
 * Measures how far each copy lags, records when a cutover may begin, and raises an alarm when
 * logical replication can't recover on its own. Begin with {@link dev.kahuna.monitor.MonitorSteps}.
 */
@NullMarked
package dev.kahuna.monitor;

import org.jspecify.annotations.NullMarked;
