/**
 * Connections that can be cut, refused, stalled and delayed, by those who test what happens then.
 */
@NullMarked
package dev.kahuna.standin.proxy;

import org.jspecify.annotations.NullMarked;
