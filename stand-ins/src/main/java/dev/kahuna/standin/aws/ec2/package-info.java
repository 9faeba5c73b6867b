/** EC2: instances, volumes, images, key pairs, security groups and the network. */
@NullMarked
package dev.kahuna.standin.aws.ec2;

import org.jspecify.annotations.NullMarked;
