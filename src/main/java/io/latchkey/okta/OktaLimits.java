package io.latchkey.okta;

import io.latchkey.work.Allowance;
import io.latchkey.work.BudgetKey;
import io.latchkey.work.BudgetStates;
import io.latchkey.work.Budgets;
import io.latchkey.work.Demand;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rate limits of one organisation. Okta: each answer says of its bucket how many calls a window of about 60 seconds
 * allows, how many are left, and when it ends; the window is not aligned to the clock.
 */
final class OktaLimits {

    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final Budgets budgets;
    private final String org;
    private final double share;
    private final Clock clock;

    OktaLimits(Budgets budgets, OrgUrl org, double share, Clock clock) {
        this.budgets = budgets;
        this.org = org.toString().toLowerCase(Locale.ROOT);
        this.share = share;
        this.clock = clock;
    }

    /**
     * Takes a call's part of its bucket.
     *
     * @throws OktaFailure.NoBudget when the call has to wait
     */
    void take(OktaOperation operation) {
        OktaBucket bucket = OktaBucket.of(operation);
        Optional<Duration> wait = budgets.take(List.of(new Demand(key(bucket), allowance(bucket), 1)));
        if (wait.isPresent()) {
            throw new OktaFailure.NoBudget(
                    "our share of the organisation's rate limit \"" + bucket.label() + "\" is used up for the moment ("
                            + operation.label() + "); the call waits for its turn and was not sent",
                    wait.get());
        }
    }

    /** Takes over what an answer says of its bucket. Too many calls at the same time say nothing of it. */
    void answered(OktaOperation operation, Answer answer) {
        OktaBucket bucket = OktaBucket.of(operation);
        if (RetryTimes.isConcurrency(answer)) {
            return;
        }
        if (answer.status() == 429) {
            budgets.close(key(bucket), allowance(bucket), RetryTimes.after(answer, clock));
            return;
        }
        Optional<Long> limit = answer.number("x-rate-limit-limit");
        Optional<Long> remaining = answer.number("x-rate-limit-remaining");
        if (limit.isPresent() && remaining.isPresent()) {
            budgets.report(
                    key(bucket),
                    allowance(bucket),
                    new Budgets.Standing(
                            limit.get(),
                            remaining.get(),
                            RetryTimes.untilReset(answer, clock).orElse(Duration.ZERO)));
        }
    }

    /** All of them, for people who look how they stand. */
    List<BudgetStates.Asked> all(String organisation) {
        return Stream.of(OktaBucket.values())
                .map(bucket -> new BudgetStates.Asked(
                        "Okta, " + bucket.words() + " (" + organisation + ")", key(bucket), allowance(bucket)))
                .toList();
    }

    private BudgetKey key(OktaBucket bucket) {
        return BudgetKey.of(org, bucket.label());
    }

    private Allowance allowance(OktaBucket bucket) {
        return Allowance.even(bucket.smallest(), share, WINDOW);
    }
}
