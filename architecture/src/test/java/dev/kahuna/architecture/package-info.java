/** What must hold between the services, which know nothing of each other. */
@org.jspecify.annotations.NullMarked
package dev.kahuna.architecture;
