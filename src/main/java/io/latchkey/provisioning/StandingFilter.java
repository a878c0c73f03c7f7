package io.latchkey.provisioning;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are asked for.
 *
 * @param state only those that stand so
 * @param since only those that have come to stand so at this time or later
 * @param search only those whose key, or the number in it, begins so, or whose reason's code holds it
 * @param sort in which order
 */
public record StandingFilter(Optional<String> state, Optional<Instant> since, Optional<String> search, Sort sort) {

    /** The states that can be asked for. */
    public static final Set<String> STATES = Set.of("held", "refused", "waiting", "parked", "stopped", "done");

    /** The order of a list. */
    public enum Sort {
        /** What changed last comes first. */
        NEWEST,
        /** What changed first comes first. */
        OLDEST,
        /** By key: project, then number. */
        KEY;

        /** As it is written in an address; empty when it is none of them. */
        public static Optional<Sort> of(String written) {
            for (Sort sort : values()) {
                if (sort.name().toLowerCase(Locale.ROOT).equals(written)) {
                    return Optional.of(sort);
                }
            }
            return Optional.empty();
        }
    }
}
