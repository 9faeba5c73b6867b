/**
 * Measures how far each copy is behind, says when a cutover may begin, and raises the alarm when
 * logical replication does not go on by itself. Begin with {@link dev.kahuna.monitor.MonitorSteps}.
 */
@NullMarked
package dev.kahuna.monitor;

import org.jspecify.annotations.NullMarked;
