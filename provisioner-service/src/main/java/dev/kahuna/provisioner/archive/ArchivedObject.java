package dev.kahuna.provisioner.archive;

import java.time.Instant;

/**
 * An object of the archive.
 *
 * @param name within its folder, such as {@code 000000010000000000000004.lzo}
 * @param bytes its size in the archive
 */
public record ArchivedObject(String key, String name, long bytes, Instant modified) {}
