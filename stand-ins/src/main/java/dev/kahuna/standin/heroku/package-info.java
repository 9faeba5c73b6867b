/**
 * A stand-in for Heroku: the Platform API, a router, and dynos that are real processes.
 *
 * <p>{@link dev.kahuna.standin.heroku.Heroku} is the whole. An {@link
 * dev.kahuna.standin.heroku.app.HerokuApp} is its state ({@code AppState}, no I/O), its dynos and
 * its router. {@code PlatformApi} is the HTTP in front.
 */
@NullMarked
package dev.kahuna.standin.heroku;

import org.jspecify.annotations.NullMarked;
