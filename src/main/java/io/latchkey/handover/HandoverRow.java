package io.latchkey.handover;

import io.latchkey.okta.PendingCredential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A row of {@code handover}.
 *
 * @param runs those that made its credentials, or were to; what was offered before they were stored names the first one alone, and
 *     no release has such rows
 * @param failures how often none could be made, as far as is known
 */
record HandoverRow(
        UUID id,
        String issueId,
        Handover.Kind kind,
        PendingCredential renewal,
        String connection,
        String oktaUserId,
        String recipient,
        Handover.State state,
        Instant madeAt,
        Instant offeredAt,
        Instant expiresAt,
        Duration validFor,
        int renewals,
        int failures,
        Optional<UUID> renewingRun,
        Set<UUID> runs,
        boolean renewalFailed,
        boolean withdrawn) {

    /** So often another credential is made when an answer was lost. */
    static final int MOST_RENEWALS = 3;

    /** So often it may go wrong beside those, since one may have been made all the same. */
    static final int MOST_FAILURES = 10;

    /** So long after the first one was offered another may be made; after that a request of its own is due. */
    static final Duration RENEWABLE_FOR = Duration.ofDays(14);

    static final String ERASED = "erased";

    boolean isFor(String accountId) {
        return MessageDigest.isEqual(
                recipient.getBytes(StandardCharsets.UTF_8), accountId.getBytes(StandardCharsets.UTF_8));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Whether it could be taken, and was not in time. */
    private Handover.State stateAt(Instant now) {
        return state == Handover.State.READY && isOver(now) ? Handover.State.EXPIRED : state;
    }

    boolean mayBeRenewed(Instant now) {
        Handover.State standing = stateAt(now);
        return (standing == Handover.State.REVEALED || standing == Handover.State.EXPIRED)
                && !withdrawn
                && !isTooLate(now)
                && renewals < MOST_RENEWALS
                && failures < MOST_FAILURES;
    }

    boolean isTooLate(Instant now) {
        return !now.isBefore(offeredAt.plus(RENEWABLE_FOR));
    }

    Handover seen(Instant now) {
        return new Handover(
                id,
                kind,
                shownAt(now),
                expiresAt,
                Optional.of(recipient).filter(account -> !account.equals(ERASED)),
                renewingRun.isEmpty() && mayBeRenewed(now),
                mayBeTakenBack(now));
    }

    private boolean mayBeTakenBack(Instant now) {
        return !withdrawn && (stateAt(now) == Handover.State.READY || renewingRun.isPresent() || mayBeRenewed(now));
    }

    private Handover.State shownAt(Instant now) {
        Handover.State standing = stateAt(now);
        if (withdrawn || standing == Handover.State.READY || standing == Handover.State.WITHDRAWN) {
            return standing;
        }
        if (renewingRun.isPresent()) {
            return Handover.State.RENEWING;
        }
        return renewalFailed ? Handover.State.RENEWAL_FAILED : standing;
    }

    @Override
    public String toString() {
        return "HandoverRow[id=" + id + ", state=" + state + "]";
    }
}
