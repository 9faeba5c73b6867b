/** A small web app that draws and stores a random number at each click, and a worker. */
@NullMarked
package dev.kahuna.randonumba;

import org.jspecify.annotations.NullMarked;
