@NullMarked
package dev.kahuna.standin.aws.ec2;

import org.jspecify.annotations.NullMarked;
