/** The four services, as processes of their own from their own jars. */
@NullMarked
package dev.kahuna.sandbox.service;

import org.jspecify.annotations.NullMarked;
