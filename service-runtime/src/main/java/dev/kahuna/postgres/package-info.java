/** Connections to Postgres: TLS always, key material in memory only, every wait bounded. */
@NullMarked
package dev.kahuna.postgres;

import org.jspecify.annotations.NullMarked;
