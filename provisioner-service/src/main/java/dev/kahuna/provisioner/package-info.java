/** The service that pays: it checks a request, launches hosts and a cluster, and releases them. */
@NullMarked
package dev.kahuna.provisioner;

import org.jspecify.annotations.NullMarked;
