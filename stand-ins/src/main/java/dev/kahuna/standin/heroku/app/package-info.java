/** An app on Heroku: its config and releases, its dynos as child processes, and its router. */
@NullMarked
package dev.kahuna.standin.heroku.app;

import org.jspecify.annotations.NullMarked;
