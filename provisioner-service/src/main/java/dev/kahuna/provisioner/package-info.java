/**
 * Checks a request, launches the hosts and the Aurora cluster in AWS, and releases them again.
 * Begin with {@link dev.kahuna.provisioner.ProvisionerSteps}.
 */
@NullMarked
package dev.kahuna.provisioner;

import org.jspecify.annotations.NullMarked;
