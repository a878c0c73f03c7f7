package io.latchkey.grants;

/**
 * How many grants stand how.
 *
 * @param running that are not over
 * @param endingWithinDay of those, that end within a day from now
 * @param held of those, that wait for a person
 */
public record GrantCounts(int running, int endingWithinDay, int held) {}
