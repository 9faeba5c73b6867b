package dev.kahuna.standin.load;

import java.time.Instant;
import java.util.UUID;

/**
 * A write that the app promised to keep.
 *
 * @param request the id under which it was sent
 * @param at when the answer arrived, on this machine's clock
 */
public record Acknowledgement(UUID request, Instant at) {}
