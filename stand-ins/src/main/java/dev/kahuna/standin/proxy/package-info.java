/** Proxies that cut, refuse, stall and delay connections, for tests of what happens then. */
@NullMarked
package dev.kahuna.standin.proxy;

import org.jspecify.annotations.NullMarked;
