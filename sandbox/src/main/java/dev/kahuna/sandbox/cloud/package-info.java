/**
 * A cloud on one machine, as a test of the whole product needs it.
 *
 * <p>{@code Cloud} starts it, {@code DemoTenant} is an app with its database that can be moved,
 * {@code FaultProxies} disturb the ways to Kafka and to a tenant's database. The services are
 * killed and frozen through {@code dev.kahuna.sandbox.service}; {@code MigrationFollower} follows
 * the log, and {@code Operator} decides as an operator does.
 */
@NullMarked
package dev.kahuna.sandbox.cloud;

import org.jspecify.annotations.NullMarked;
