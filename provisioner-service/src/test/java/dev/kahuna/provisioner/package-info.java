/** The steps against the stand-ins for AWS and S3. */
@NullMarked
package dev.kahuna.provisioner;

import org.jspecify.annotations.NullMarked;
