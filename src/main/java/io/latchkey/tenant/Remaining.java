package io.latchkey.tenant;

/**
 * Something that is kept of a tenant.
 *
 * @param what its stable name: lower case with dashes
 * @param count how many
 * @param kept for how long after the tenant has left
 */
public record Remaining(String what, long count, Kept kept) {

    /** For how long something is kept after the tenant has left. */
    public enum Kept {
        /** Until its secrets are erased. */
        WITH_KEYS,
        /** Until its data is erased. */
        WITH_DATA,
        /** For good: it is evidence and holds no personal value. */
        FOR_GOOD
    }
}
