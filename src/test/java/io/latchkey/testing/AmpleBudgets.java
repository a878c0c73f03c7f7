package io.latchkey.testing;

import io.latchkey.work.Allowance;
import io.latchkey.work.BudgetKey;
import io.latchkey.work.Budgets;
import io.latchkey.work.Demand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Budgets without a database: there is always enough, unless a bucket was emptied; what is said of them is kept. */
public final class AmpleBudgets implements Budgets {

    /** What was taken, oldest first. */
    public final List<Demand> taken = new ArrayList<>();

    /** The last word on each bucket. */
    public final Map<BudgetKey, Standing> standings = new HashMap<>();

    /** Buckets that were closed, and for how long. */
    public final Map<BudgetKey, Duration> closed = new HashMap<>();

    private Optional<Duration> empty = Optional.empty();

    /** From now on everybody has to wait. */
    public void runOut(Duration wait) {
        empty = Optional.of(wait);
    }

    @Override
    public synchronized Optional<Duration> take(List<Demand> demands) {
        if (empty.isEmpty()) {
            taken.addAll(demands);
        }
        return empty;
    }

    @Override
    public synchronized void report(BudgetKey key, Allowance allowance, Standing standing) {
        standings.put(key, standing);
    }

    @Override
    public <T> T forTimer(Supplier<T> calls) {
        return calls.get();
    }

    @Override
    public synchronized double left(BudgetKey key, Allowance allowance) {
        return empty.isEmpty() ? 1 : 0;
    }

    @Override
    public synchronized void close(BudgetKey key, Allowance allowance, Duration time) {
        closed.put(key, time);
    }
}
