/** Spring Boot's auto-configuration of a service, by concern. */
@NullMarked
package dev.kahuna.autoconfigure;

import org.jspecify.annotations.NullMarked;
