package io.latchkey.work;

import io.latchkey.platform.RefusedToStart;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.TerminalFailure;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How work is run.
 *
 * @param slotsPerTenant how many items of one tenant run at once, at most, over all nodes
 * @param threads how many items this node runs at once
 * @param pollEvery how often a node asks for work that another node committed; less than the 250 ms in which it has to
 *     start, since asking, claiming and a busy machine take time too
 * @param heartbeatEvery a node that missed four of these is taken for dead
 * @param lease how long an item belongs to a worker without a word from it
 * @param callLimit the longest any remote call may take; a call is only begun when the lease outlasts it
 * @param maxAttempts how often a failing item is tried before it is parked for a person
 * @param firstBackoff the wait after the first failure; doubles, with jitter
 * @param longestBackoff where doubling ends
 * @param longestLimitWait how long an item waits for a remote limit that lets nobody's calls through, before it is parked
 *     for a person
 * @param lookAgainAfter how long after the end of a step that was tried more than once its effect is looked at once more
 * @param reviveAfter how long a look, or a run that may be revived, stays parked at least before it is tried again by itself
 * @param reviveFor how long after its first hint, or a run's beginning, it is tried again by itself at all
 * @param confirmedFor how long a run acts on the last confirmation that people want it; then it is asked about anew
 * @param unknownFor how long an item of a kind that no node knows waits for a node that does, before it is parked
 * @param shutdownWait how long a stopping node lets its steps finish
 */
@ConfigurationProperties("latchkey.work")
public record WorkProperties(
        @DefaultValue("4") int slotsPerTenant,
        @DefaultValue("16") int threads,
        @DefaultValue("200ms") Duration pollEvery,
        @DefaultValue("2s") Duration heartbeatEvery,
        @DefaultValue("12s") Duration lease,
        @DefaultValue("8s") Duration callLimit,
        @DefaultValue("12") int maxAttempts,
        @DefaultValue("1s") Duration firstBackoff,
        @DefaultValue("5m") Duration longestBackoff,
        @DefaultValue("12h") Duration longestLimitWait,
        @DefaultValue("1m") Duration lookAgainAfter,
        @DefaultValue("5m") Duration reviveAfter,
        @DefaultValue("7d") Duration reviveFor,
        @DefaultValue("5s") Duration confirmedFor,
        @DefaultValue("1d") Duration unknownFor,
        @DefaultValue("20s") Duration shutdownWait) {

    /** Refuses a lease that a single call could outlive. */
    public WorkProperties {
        if (lease.compareTo(callLimit.plusSeconds(1)) < 0) {
            throw new RefusedToStart(
                    "latchkey.work.lease (" + lease + ") must exceed latchkey.work.call-limit (" + callLimit
                            + ") by at least a second.",
                    "Leave both out, or set a longer lease.");
        }
        if (slotsPerTenant < 1 || threads < 1 || maxAttempts < 1) {
            throw new RefusedToStart(
                    "latchkey.work: slots-per-tenant, threads and max-attempts must be at least 1; found "
                            + slotsPerTenant + ", " + threads + " and " + maxAttempts + ".",
                    "Leave them out, or set each to at least 1.");
        }
    }

    /**
     * Refuses a bound of remote calls that is longer than the call limit, by which leases are reckoned.
     *
     * @param property the name of the bound
     * @throws RefusedToStart when a call could outlive its lease
     */
    public void mustCover(String property, Duration bound) {
        if (bound.compareTo(callLimit) > 0) {
            throw new RefusedToStart(
                    property + " (" + bound + ") must not exceed latchkey.work.call-limit (" + callLimit
                            + "): another node could take an item over while a call for it is still under way.",
                    "Set a shorter " + property + ", or a longer latchkey.work.call-limit and latchkey.work.lease.");
        }
    }

    /** Whether an item that has failed so, at this attempt, is to be given to a person; a limit only fails an item at last. */
    boolean givesUp(Failure failure, int attempts) {
        return failure instanceof TerminalFailure || failure instanceof LimitReached || attempts >= maxAttempts;
    }
}
