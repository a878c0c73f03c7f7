package io.latchkey.work;

/**
 * Why nothing more shall be done for a run.
 *
 * @param code stable, dotted, lower case
 * @param sentence for people
 */
public record Withdrawal(String code, String sentence) {}
