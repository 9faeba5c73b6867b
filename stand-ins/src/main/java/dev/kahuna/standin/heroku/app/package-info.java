@NullMarked
package dev.kahuna.standin.heroku.app;

import org.jspecify.annotations.NullMarked;
