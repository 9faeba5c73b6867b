/** What is looked up before a request is published. */
@NullMarked
package dev.kahuna.operator.request;

import org.jspecify.annotations.NullMarked;
