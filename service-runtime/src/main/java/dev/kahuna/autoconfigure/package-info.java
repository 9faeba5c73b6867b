/** Auto-configuration of Spring Boot for the services, one class for each concern. */
@NullMarked
package dev.kahuna.autoconfigure;

import org.jspecify.annotations.NullMarked;
