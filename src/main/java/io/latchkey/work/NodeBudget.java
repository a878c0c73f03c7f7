package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.work.BudgetRows.Borrowing;
import io.latchkey.work.BudgetRows.Lease;
import io.latchkey.work.Budgets.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this node holds of one bucket: the rest of a block, and to whom it has promised a turn. Tenants queue side by side:
 * the next of one comes after the next of each other, and never behind all that another has waiting. Safe for many threads.
 */
final class NodeBudget {

    /** A larger capacity is believed at most this often: an org and an app in it may take turns in the headers. */
    private static final Duration BETWEEN_RAISES = Duration.ofSeconds(1);

    /** A rest that has shrunk by less is not told again. */
    private static final double WORTH_A_WORD = 0.9;

    private final BudgetKey key;
    private final BudgetRows rows;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private long units;
    private Instant takenAt = Instant.MIN;
    private Instant dryUntil = Instant.MIN;
    private Instant promised = Instant.MIN;
    private final Map<TenantId, Instant> promisedTo = new HashMap<>();
    private Duration spacing = Duration.ZERO;
    private long capacity;
    private Instant raisedAt = Instant.MIN;
    private long left;
    private Instant leftUntil = Instant.MIN;

    NodeBudget(BudgetKey key, BudgetRows rows, Clock clock) {
        this.key = key;
        this.rows = rows;
        this.clock = clock;
    }

    /** Takes what a call costs that queues with nobody. */
    Optional<Duration> take(Demand demand, Borrowing borrowing) {
        return take(demand, borrowing, Optional.empty());
    }

    /** Empty when the units were taken; else when to ask again. */
    Optional<Duration> take(Demand demand, Borrowing borrowing, TenantId tenant) {
        return take(demand, borrowing, Optional.of(tenant));
    }

    private Optional<Duration> take(Demand demand, Borrowing borrowing, Optional<TenantId> tenant) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (!isFresh(now, demand.allowance())) {
                units = 0;
            }
            if (units >= demand.units()) {
                units -= demand.units();
                return Optional.empty();
            }
            if (borrowing == Borrowing.NONE && tenant.isPresent() && now.isBefore(dryUntil)) {
                return Optional.of(turn(now, tenant.get(), demand.units()));
            }
            return lease(demand, borrowing, tenant, now);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Duration> lease(Demand demand, Borrowing borrowing, Optional<TenantId> tenant, Instant now) {
        Lease lease = rows.lease(key, demand.allowance(), demand.units(), borrowing);
        if (lease.capacity() > capacity) {
            forgetPromises(now);
        }
        capacity = lease.capacity();
        spacing = lease.spacing();
        if (lease.granted() > 0) {
            units = lease.granted() - demand.units();
            // From before the statement: at the latest, the block ends when the database thinks so.
            takenAt = now;
            return Optional.empty();
        }
        if (tenant.isEmpty()) {
            return Optional.of(lease.pause());
        }
        dryUntil = now.plus(lease.pause());
        promisedTo.values().removeIf(turn -> turn.isBefore(now));
        return Optional.of(turn(now, tenant.get(), demand.units()));
    }

    /**
     * Each one who has to wait is given another time, one after the other at the pace of the bucket: the first of a tenant
     * behind the firsts of others, all further ones behind the one before.
     */
    private Duration turn(Instant now, TenantId tenant, long needed) {
        Duration each = spacing.multipliedBy(needed);
        Instant own = promisedTo.getOrDefault(tenant, Instant.MIN);
        boolean isFirst = own.isBefore(dryUntil);
        Instant next = isFirst ? firstTurn(each) : own.plus(each);
        Instant turn = next.isBefore(now) ? now : next;
        if (isFirst) {
            promised = turn;
        }
        promisedTo.put(tenant, turn);
        return Duration.between(now, turn);
    }

    private Instant firstTurn(Duration each) {
        return promised.isBefore(dryUntil) ? dryUntil : promised.plus(each);
    }

    private void forgetPromises(Instant now) {
        promised = now;
        promisedTo.clear();
    }

    /** Units that were taken for a call that is not sent. */
    void giveBack(Demand demand) {
        lock.lock();
        try {
            if (isFresh(clock.instant(), demand.allowance())) {
                units += demand.units();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A clock that was put back ends a block too. */
    private boolean isFresh(Instant now, Allowance allowance) {
        return !now.isBefore(takenAt) && Duration.between(takenAt, now).compareTo(allowance.block()) <= 0;
    }

    void report(Allowance allowance, Standing standing) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (standing.capacity() > 0) {
                learn(allowance, standing.capacity(), now);
            }
            if (standing.resets().compareTo(Duration.ZERO) > 0) {
                leave(allowance, standing, now);
            }
        } finally {
            lock.unlock();
        }
    }

    private void learn(Allowance allowance, long seen, Instant now) {
        if (seen == capacity || (seen > capacity && capacity > 0 && now.isBefore(soonestRaise()))) {
            return;
        }
        rows.learn(key, allowance, seen);
        if (seen > capacity) {
            raisedAt = now;
        }
        capacity = seen;
        dryUntil = now;
        forgetPromises(now);
    }

    private Instant soonestRaise() {
        return raisedAt.equals(Instant.MIN) ? raisedAt : raisedAt.plus(BETWEEN_RAISES);
    }

    /** Less is left than we would spend until the window ends: others use the bucket up. We take our share of the rest. */
    private void leave(Allowance allowance, Standing standing, Instant now) {
        Duration resets = standing.resets().compareTo(allowance.window()) < 0 ? standing.resets() : allowance.window();
        double counted = allowance.permitted(capacity)
                * (resets.toNanos() / (double) allowance.window().toNanos());
        if (standing.remaining() >= counted) {
            return;
        }
        long ours = (long) (standing.remaining() * allowance.share());
        if (now.isBefore(leftUntil) && (left == 0 || ours > left * WORTH_A_WORD)) {
            return;
        }
        rows.leave(key, allowance, ours, resets);
        left = ours;
        leftUntil = now.plus(resets);
        // What is in hand was part of the rest.
        units = 0;
    }

    void close(Allowance allowance, Duration time) {
        lock.lock();
        try {
            rows.close(key, allowance, time);
            units = 0;
            Instant until = clock.instant().plus(time);
            dryUntil = until.isAfter(dryUntil) ? until : dryUntil;
        } finally {
            lock.unlock();
        }
    }

    /** Until when nothing can be had, as far as this node knows. */
    Instant dryUntil() {
        lock.lock();
        try {
            return dryUntil;
        } finally {
            lock.unlock();
        }
    }
}
