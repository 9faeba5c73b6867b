package dev.kahuna.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test's migration runs in a cloud that no other test has before or after it, because the test
 * leaves the cloud in another state: an instance that is stopped or killed for good, say.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@interface OwnCloud {}
