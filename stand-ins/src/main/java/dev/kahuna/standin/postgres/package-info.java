/** Real Postgres servers: Heroku's, Aurora's, and the binaries of every major version. */
@NullMarked
package dev.kahuna.standin.postgres;

import org.jspecify.annotations.NullMarked;
