package io.latchkey.work;

import java.time.Instant;

/**
 * Looks that are parked for one reason: what they were to look at has not been read.
 *
 * @param reasonCode why
 * @param reason why, in words: those of one of them
 * @param count how many
 * @param since when the first of them was parked
 */
public record ParkedLooks(String reasonCode, String reason, int count, Instant since) {}
