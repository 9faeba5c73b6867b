/** Settings that the owner of a database gave it or its role, for every session of the app. */
@NullMarked
package dev.kahuna.appsetting;

import org.jspecify.annotations.NullMarked;
