/** Heroku's Platform API, version 3: the part that moving an app needs. */
@NullMarked
package dev.kahuna.heroku;

import org.jspecify.annotations.NullMarked;
