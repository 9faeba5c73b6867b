@NullMarked
package dev.kahuna.operator.decision;

import org.jspecify.annotations.NullMarked;
