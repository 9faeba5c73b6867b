/** The cutovers, carried out on the stand-in for Heroku and on real servers. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.cutover;
