package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.LimitReached;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One attempt at a look or step, on the thread that makes it: which buckets it has begun to use, and what it lacked. */
final class Attempt implements AutoCloseable {

    private final SharedBudgets budgets;
    private final UUID item;
    private final TenantId tenant;
    private final Set<BudgetKey> begun = new HashSet<>();
    private final Map<BudgetKey, Demand> prepaid = new LinkedHashMap<>();
    private @Nullable Demand lacking;
    private boolean sent;

    Attempt(SharedBudgets budgets, UUID item, TenantId tenant) {
        this.budgets = budgets;
        this.item = item;
        this.tenant = tenant;
    }

    /** Whose item it is; tenants queue for a bucket side by side. */
    TenantId tenant() {
        return tenant;
    }

    /**
     * Whether the item goes on waiting, which it has done since then: for a limited time, and as long as what it lacks is
     * handed out to others meanwhile.
     */
    boolean mayWait(Optional<Instant> since) {
        return budgets.mayWait(since, Optional.ofNullable(lacking).map(Demand::key));
    }

    /**
     * Takes what the item lacked the last time, before anything else is asked of anybody.
     *
     * @throws StillLimited when it still cannot be had
     */
    void prepay() {
        budgets.prepay(this, item);
    }

    /** Remembers what was lacking. */
    void stoppedBy(LimitReached limit) {
        if (lacking != null) {
            budgets.remember(item, lacking, limit);
        }
    }

    /** Whether certainly no call was sent by this attempt. */
    boolean nothingSent() {
        return !sent;
    }

    boolean hasBegun(BudgetKey key) {
        return begun.contains(key);
    }

    /** Whether it was paid for already; a payment is used once. */
    boolean usePrepaid(Demand demand) {
        Demand paid = prepaid.get(demand.key());
        return paid != null && paid.units() >= demand.units() && prepaid.remove(demand.key(), paid);
    }

    void prepaid(Demand demand) {
        prepaid.put(demand.key(), demand);
    }

    void lacks(Demand demand) {
        lacking = demand;
    }

    void sends(List<Demand> demands) {
        sent = true;
        demands.forEach(demand -> begun.add(demand.key()));
    }

    /** What was paid for and not needed goes back. */
    @Override
    public void close() {
        budgets.end(prepaid.values());
    }
}
