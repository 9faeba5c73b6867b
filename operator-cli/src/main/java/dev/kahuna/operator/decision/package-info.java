/** Which decisions of the operator the state of a migration allows. */
@NullMarked
package dev.kahuna.operator.decision;

import org.jspecify.annotations.NullMarked;
