package io.latchkey.work;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.work.BudgetRows.Borrowing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The budgets of all nodes, by way of the database; what a node has leased is spent from its memory. */
@Component
class SharedBudgets implements Budgets {

    private static final Logger log = LoggerFactory.getLogger(SharedBudgets.class);
    private static final Duration UNUSED = Duration.ofHours(2);
    private static final int MOST = 10_000;

    private final BudgetRows rows;
    private final WorkProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Cache<BudgetKey, NodeBudget> budgets;
    private final Cache<UUID, Lacked> lacked;
    private final ThreadLocal<@Nullable Attempt> current = new ThreadLocal<>();
    private final ThreadLocal<Boolean> isTimer = ThreadLocal.withInitial(() -> false);

    SharedBudgets(BudgetRows rows, WorkProperties properties, Clock clock, MeterRegistry meters) {
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
        this.budgets = remembering(MOST);
        this.lacked = remembering(MOST * 10);
    }

    private <K, V> Cache<K, V> remembering(int most) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(UNUSED)
                .ticker(ticker)
                .build();
    }

    private record Lacked(Demand demand, String code, FailureKind kind, String explanation) {}

    /** Begins an attempt on this thread; to be closed on it. */
    Attempt begin(Claimed item) {
        return begin(item.id(), item.tenant());
    }

    Attempt begin(UUID item, TenantId tenant) {
        var attempt = new Attempt(this, item, tenant);
        current.set(attempt);
        return attempt;
    }

    boolean mayWait(Optional<Instant> since, Optional<BudgetKey> lacking) {
        Duration longest = properties.longestLimitWait();
        boolean isLate = since.filter(begin -> begin.plus(longest).isBefore(clock.instant()))
                .isPresent();
        return !isLate || lacking.filter(key -> rows.isSpent(key, longest)).isPresent();
    }

    void end(Collection<Demand> unused) {
        current.remove();
        unused.forEach(demand -> budget(demand.key()).giveBack(demand));
    }

    void remember(UUID item, Demand demand, LimitReached limit) {
        lacked.put(item, new Lacked(demand, limit.code(), limit.kind(), limit.explanation()));
    }

    void prepay(Attempt attempt, UUID item) {
        Lacked last = lacked.getIfPresent(item);
        if (last == null) {
            return;
        }
        Optional<Duration> wait = budget(last.demand().key()).take(last.demand(), Borrowing.NONE, attempt.tenant());
        if (wait.isPresent()) {
            waits(last.demand());
            attempt.lacks(last.demand());
            throw new StillLimited(last.code(), last.kind(), last.explanation(), wait.get());
        }
        lacked.invalidate(item);
        attempt.prepaid(last.demand());
    }

    @Override
    public Optional<Duration> take(List<Demand> demands) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a transaction is open; a bucket would stay locked until it ends");
        }
        Attempt attempt = current.get();
        for (int i = 0; i < demands.size(); i++) {
            Optional<Duration> wait = take(attempt, demands.get(i));
            if (wait.isPresent()) {
                demands.subList(0, i).forEach(taken -> budget(taken.key()).giveBack(taken));
                waits(demands.get(i));
                return wait;
            }
        }
        if (attempt != null) {
            attempt.sends(demands);
        }
        return Optional.empty();
    }

    private Optional<Duration> take(@Nullable Attempt attempt, Demand demand) {
        NodeBudget budget = budget(demand.key());
        if (attempt == null) {
            return budget.take(demand, isTimer.get() ? Borrowing.TO_FINISH : Borrowing.FOR_A_PERSON);
        }
        if (attempt.usePrepaid(demand)) {
            return Optional.empty();
        }
        Optional<Duration> wait = budget.take(
                demand, attempt.hasBegun(demand.key()) ? Borrowing.TO_FINISH : Borrowing.NONE, attempt.tenant());
        if (wait.isPresent()) {
            attempt.lacks(demand);
        }
        return wait;
    }

    private void waits(Demand demand) {
        meters.counter("latchkey.budget.waits", "bucket", demand.key().bucket()).increment();
    }

    @Override
    public <T> T forTimer(Supplier<T> calls) {
        isTimer.set(true);
        try {
            return calls.get();
        } finally {
            isTimer.remove();
        }
    }

    @Override
    public void report(BudgetKey key, Allowance allowance, Standing standing) {
        recording(key, () -> budget(key).report(allowance, standing));
    }

    @Override
    public double left(BudgetKey key, Allowance allowance) {
        return rows.left(key, allowance);
    }

    @Override
    public void close(BudgetKey key, Allowance allowance, Duration time) {
        log.warn("bucket {} is closed for all nodes for {} s: the other side refused a call", key, time.toSeconds());
        meters.counter("latchkey.budget.closed", "bucket", key.bucket()).increment();
        recording(key, () -> budget(key).close(allowance, time));
    }

    /** The call is done; that the database did not hear what its answer said of limits must not make it look failed. */
    private static void recording(BudgetKey key, Runnable write) {
        try {
            write.run();
        } catch (DataAccessException e) {
            log.warn("what was said of bucket {} is not recorded; the next answer will say it again", key, e);
        }
    }

    /** The buckets of which this node can have nothing at present, and until when. */
    Map<String, Instant> dry() {
        Instant now = clock.instant();
        Map<String, Instant> dry = new TreeMap<>();
        budgets.asMap().forEach((key, budget) -> {
            if (budget.dryUntil().isAfter(now)) {
                dry.put(key.toString(), budget.dryUntil());
            }
        });
        return dry;
    }

    private NodeBudget budget(BudgetKey key) {
        return budgets.get(key, wanted -> new NodeBudget(wanted, rows, clock));
    }
}
