/** The app on Heroku: saves its state, stops and resumes it, and changes its database URL. */
@NullMarked
package dev.kahuna.cutover.app;

import org.jspecify.annotations.NullMarked;
