/** A small web app that draws and stores a random number a click, and a worker that writes too. */
@NullMarked
package dev.kahuna.randonumba;

import org.jspecify.annotations.NullMarked;
