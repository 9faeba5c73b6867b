/** One migration on one machine: starts the cloud, moves an app under load, and reports. */
@NullMarked
package dev.kahuna.sandbox;

import org.jspecify.annotations.NullMarked;
