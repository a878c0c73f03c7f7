package io.latchkey.okta;

import io.latchkey.okta.KeyUses.Use;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which connections need which of the keys that sign. A connection needs a key until Okta has issued a token to its app for a
 * newer one, and again when Okta had to be asked with the key once more.
 *
 * @param signing the ids of the keys that sign, newest first
 * @param apps the connections that have a client id
 * @param uses the last use of each key by each connection
 */
record KeyNeeds(List<UUID> signing, List<OktaConnection> apps, List<Use> uses) {

    /** The connections that need a key; none for one that does not sign. */
    List<OktaConnection> of(UUID kid) {
        int place = signing.indexOf(kid);
        if (place < 0) {
            return List.of();
        }
        List<UUID> newer = signing.subList(0, place);
        return apps.stream().filter(app -> !hasMovedOn(app, kid, newer)).toList();
    }

    /** Whether each connection does with a newer key; not as long as there is no connection that could show it. */
    boolean isOver(UUID kid) {
        return !apps.isEmpty() && of(kid).isEmpty();
    }

    /** When Okta last issued a token for a key, to anybody. */
    Optional<Instant> lastUse(UUID kid) {
        return uses.stream().filter(use -> use.kid().equals(kid)).map(Use::at).max(Comparator.naturalOrder());
    }

    private boolean hasMovedOn(OktaConnection app, UUID kid, List<UUID> newer) {
        Instant before = uses.stream()
                .filter(use -> use.kid().equals(kid) && use.isOf(app))
                .map(Use::at)
                .findFirst()
                .orElse(Instant.MIN);
        return uses.stream()
                .filter(use -> newer.contains(use.kid()) && use.isOf(app))
                .anyMatch(use -> use.at().isAfter(before));
    }
}
