/** What makes a Spring Boot application a service of Kahuna's. */
@NullMarked
package dev.kahuna.service;

import org.jspecify.annotations.NullMarked;
