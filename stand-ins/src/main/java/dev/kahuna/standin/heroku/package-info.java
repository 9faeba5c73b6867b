/**
 * A stand-in for Heroku: the Platform API, a router, and dynos that are real processes.
 *
 * <p>{@link dev.kahuna.sandbox.heroku.Heroku} is the whole; an {@link
 * dev.kahuna.sandbox.heroku.HerokuApp} is its state ({@code AppState}, no I/O), its dynos and its
 * router; {@code HerokuApi} is the HTTP in front.
 */
@NullMarked
package dev.kahuna.standin.heroku;

import org.jspecify.annotations.NullMarked;
