package io.latchkey.grants;

import io.latchkey.grants.Grant.State;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The grants that a run is to end, before and after it has asked Okta; each in a transaction of its own. */
@Component
class EndingGrants {

    private final TenantTransactions transactions;
    private final GrantRows rows;
    private final GrantTrail trail;
    private final Holding holding;

    EndingGrants(TenantTransactions transactions, GrantRows rows, GrantTrail trail, Holding holding) {
        this.transactions = transactions;
        this.rows = rows;
        this.trail = trail;
        this.holding = holding;
    }

    /**
     * How many.
     *
     * @param ended of the run's grants are over
     * @param held wait for a person
     */
    record Count(int ended, int held) {}

    /**
     * What is left to end, by account; from now on nobody counts on these memberships. What another grant has come to outlast
     * while the run was held is over.
     */
    List<GrantRow> claim(TenantId tenant, UUID run) {
        return transactions.write(tenant, () -> {
            rows.lock(tenant);
            List<GrantRow> all = rows.ofEndingRun(tenant, run);
            List<GrantRow> outlasted = all.stream().filter(GrantRow::outlasted).toList();
            end(tenant, run, outlasted, State.SUPERSEDED, Why.OUTLASTED);
            List<GrantRow> left =
                    all.stream().filter(grant -> !grant.outlasted()).toList();
            List<UUID> held = left.stream()
                    .filter(grant -> grant.state() == State.HELD)
                    .map(GrantRow::id)
                    .toList();
            if (!held.isEmpty()) {
                rows.resume(tenant, held);
            }
            return left;
        });
    }

    /** Stores what an attempt has found out. */
    void store(TenantId tenant, UUID run, Outcomes outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        transactions.writeOnly(tenant, () -> {
            outcomes.decided().forEach((what, grants) -> {
                if (what.state() == State.HELD) {
                    holding.hold(tenant, grants, what.why(), what.mayPass());
                } else {
                    end(tenant, run, grants, what.state(), what.why());
                }
            });
            if (!outcomes.removed().isEmpty()) {
                rows.removed(
                        tenant, outcomes.removed().stream().map(GrantRow::id).toList());
            }
        });
    }

    private void end(TenantId tenant, UUID run, List<GrantRow> grants, State state, String why) {
        if (!grants.isEmpty()) {
            rows.end(tenant, grants.stream().map(GrantRow::id).toList(), state, why);
            trail.record(
                    tenant,
                    "grant.ended",
                    grants,
                    facts -> facts.put("why", why).put("run", run.toString()));
        }
    }

    Count count(TenantId tenant, UUID run) {
        return transactions.read(tenant, () -> rows.count(tenant, run));
    }
}
