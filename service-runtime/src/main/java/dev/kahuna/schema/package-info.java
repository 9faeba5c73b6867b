/** What two databases say of their schemas, and how one is made equal to the other. */
@NullMarked
package dev.kahuna.schema;

import org.jspecify.annotations.NullMarked;
