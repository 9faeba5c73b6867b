/** Real Postgres servers: Heroku's, Aurora's, and the binaries of every major version. */
@NullMarked
package dev.kahuna.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
