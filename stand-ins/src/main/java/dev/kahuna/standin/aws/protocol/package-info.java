/** The wire protocols of AWS: requests, signatures, XML, errors, and injected faults. */
@NullMarked
package dev.kahuna.standin.aws.protocol;

import org.jspecify.annotations.NullMarked;
